"""How the web server serves: `gunicorn -c python:rehab.gunicorn rehab.wsgi`.

Other values come from gunicorn's own variables: WEB_CONCURRENCY is the number of processes, GUNICORN_CMD_ARGS holds
options such as "--bind unix:/run/rehab/rehab.sock", which win over what stands here.
"""

import os

from rehab.json_lines import logging_to

bind = "127.0.0.1:8000"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# Who waits for a handout when the site is restarted gets it: setting its pages may take that long.
graceful_timeout = 90
timeout = 120
# Longer than the proxy keeps an idle connection, so that none is closed while a request is on its way.
keepalive = 75
# Where the sign of life of a process lies: in memory, for a slow disc would look like a dead process.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
# Nothing here is run from outside but by signals.
control_socket_disable = True
# Its access log writes addresses with what was searched for; rehab.request_log writes ours.
accesslog = None
logconfig_dict = logging_to("stdout")
