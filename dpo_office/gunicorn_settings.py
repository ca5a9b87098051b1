"""How gunicorn serves the office: `gunicorn -c python:dpo_office.gunicorn_settings dpo_office.wsgi`.

What proxies say counts from the same list as everywhere (TRUSTED_PROXIES). Access logs are off;
where somebody switches them on, they hold no path, since links of the public door are keys (A10).
"""

from dpo_office.settings import TRUSTED_PROXIES

forwarded_allow_ips = ",".join(TRUSTED_PROXIES)
forwarder_headers = ""
access_log_format = "%(h)s %(m)s %(s)s %(B)s bytes %(M)s ms"
worker_class = "gthread"
threads = 8
loglevel = "warning"
