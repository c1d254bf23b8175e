FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media

RUN useradd --system --uid 10001 --home-dir /srv reinsertion \
    && install -d -o reinsertion /srv/static /srv/media /app

WORKDIR /app
COPY requirements/prod.txt requirements/prod.txt
RUN pip install --require-hashes -r requirements/prod.txt

COPY . .
USER reinsertion
# Gathering static files needs settings, not a database: these values are used by this line alone.
RUN SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=postgres://build@build/build \
    python manage.py collectstatic --noinput -v 0

EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': __import__('os').environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
CMD ["gunicorn", "reinsertion.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=3", "--threads=4", \
    "--graceful-timeout=20", "--no-control-socket", "--worker-tmp-dir=/dev/shm"]
