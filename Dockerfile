# shop_admin in one image: console and API, worker, migrations and backups differ by command only.
#   docker build -t shop-admin .
FROM python:3.11-slim AS build
WORKDIR /opt/shop
COPY requirements.txt ./
# Every package is held to its hash; no compiler, no secret is needed.
RUN python -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --only-binary :all: \
      --require-hashes -r requirements.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin shop \
 && install -d -o shop -g shop -m 0700 /var/lib/shop /var/backups/shop
WORKDIR /opt/shop
COPY --from=build /opt/shop/.venv .venv
COPY app.py pyproject.toml ./
COPY migrations migrations
COPY templates templates
COPY shop_admin shop_admin
RUN .venv/bin/python -m compileall -q shop_admin migrations app.py
ENV PATH=/opt/shop/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    SHOP_ENV=production \
    SHOP_HOST=0.0.0.0 \
    SHOP_PORT=8000 \
    SHOP_PROCESSES=2 \
    SHOP_THREADS=4 \
    SHOP_DATA_DIR=/var/lib/shop
USER shop
VOLUME ["/var/lib/shop", "/var/backups/shop"]
EXPOSE 8000
STOPSIGNAL SIGTERM
# By the address that the shop itself is asked by: SHOP_ALLOWED_HOSTS names 127.0.0.1 too.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['SHOP_PORT'] + '/readyz', timeout=4)"]
# The web's processes add up their counters in a folder that no other command writes to.
CMD ["/bin/sh", "-c", "export PROMETHEUS_MULTIPROC_DIR=\"$SHOP_DATA_DIR/metrics\" && rm -rf \"$PROMETHEUS_MULTIPROC_DIR\" && mkdir \"$PROMETHEUS_MULTIPROC_DIR\" && exec granian --interface wsgi --host \"$SHOP_HOST\" --port \"$SHOP_PORT\" --workers \"$SHOP_PROCESSES\" --blocking-threads \"$SHOP_THREADS\" --backlog 512 --no-ws --respawn-failed-workers --workers-kill-timeout 30 app:app"]
