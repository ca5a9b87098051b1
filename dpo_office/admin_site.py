"""The one admin site; apps register with `@admin.register` and never name it."""

from unfold.sites import UnfoldAdminSite


class OfficeAdminSite(UnfoldAdminSite):
    site_header = "DPO Office"
    site_title = "DPO Office"
