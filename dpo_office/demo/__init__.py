"""The demo: an invented platform around Conversion, loaded by calling the services."""
