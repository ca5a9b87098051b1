"""An application that fails below Django."""


def application(environ, start_response):
    raise RuntimeError(environ["PATH_INFO"])
