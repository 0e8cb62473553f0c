"""The application alone, for any WSGI server: `storefront.wsgi:app`. Jobs then need `worker` processes."""

from storefront.app import create_app

app = create_app()
