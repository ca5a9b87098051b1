"""How gunicorn serves the office: `gunicorn -c python:dpo_office.gunicorn_settings dpo_office.wsgi`.

What proxies say counts from the same list as everywhere (TRUSTED_PROXIES). Access logs are off;
where somebody switches them on, they hold no path, since links of the public door are keys (A10).
"""

from dpo_office.settings import LOGGING, TRUSTED_PROXIES

forwarded_allow_ips = ",".join(TRUSTED_PROXIES)
forwarder_headers = ""
access_log_format = "%(h)s %(m)s %(s)s %(B)s bytes %(M)s ms"
worker_class = "gthread"
threads = 8
loglevel = "warning"
timeout = 60  # seconds without a sign of life of a process
graceful_timeout = 20  # seconds in which open requests may end at a stop
control_socket_disable = True  # nobody steers it but its supervisor or systemd, by signals
logconfig_dict = LOGGING  # one stream, one form

# What no page of the office needs is refused before it reaches Django.
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
