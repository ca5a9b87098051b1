"""Generated receipts, from the GDPR's first summer to where our tables of holidays end."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

FIRST = datetime(2018, 6, 1, tzinfo=UTC)
receipts = st.integers(0, 80 * 365 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))
