from tests.requests_app.conftest import answered, closed, decided, delivered, log, logged, now

__all__ = ["answered", "closed", "decided", "delivered", "log", "logged", "now"]
