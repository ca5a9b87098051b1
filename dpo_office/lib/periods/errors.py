"""What cannot be counted, in the user's words.

PeriodError (a ValueError)
  BadDuration UnknownCountry UnknownTimeZone NaiveTime AbsurdDate
  UnknownRule RuleNotInForce RuleFileBroken
  NotExtendable NotPausable PauseBackwards PauseBeforeStart PauseAfterEnd
  BadVector BadVectorFile NotATime
"""

from django.utils.translation import gettext_lazy as _


class PeriodError(ValueError):
    """The base of them all. The sentence is translated when shown, not when raised."""

    sentence = _("This period cannot be counted.")

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts = facts

    def __str__(self) -> str:
        return str(self.sentence) % self.facts


class BadDuration(PeriodError):
    sentence = _(
        "“%(given)s” is not a period that can be counted. "
        "Write one such as P7D, P8W, P1M, P1Y or PT72H, from 1 to %(most)s long."
    )


class UnknownCountry(PeriodError):
    sentence = _(
        "“%(country)s” is not a country of the EU or the EEA. "
        "Write its two-letter code, such as EE (ISO 3166)."
    )


class UnknownTimeZone(PeriodError):
    sentence = _("There is no time zone “%(tz)s”. Write one such as Europe/Tallinn.")


class NaiveTime(PeriodError):
    sentence = _(
        "The time %(at)s does not say how far it is from UTC. "
        "Write one such as 2026-01-31T10:00:00+02:00."
    )


class AbsurdDate(PeriodError):
    sentence = _("The date %(day)s is not between %(first)s and %(last)s.")


class UnknownRule(PeriodError):
    sentence = _("There is no rule “%(rule)s”. There are: %(known)s.")


class RuleNotInForce(PeriodError):
    sentence = _("The rule “%(rule)s” was not in force on %(on)s.")


class RuleFileBroken(PeriodError):
    sentence = _("The rule “%(rule)s” is broken: %(why)s.")


class NotExtendable(PeriodError):
    sentence = _("The period “%(rule)s” cannot be extended.")


class NotPausable(PeriodError):
    sentence = _("The period “%(rule)s” never pauses.")


class PauseBackwards(PeriodError):
    sentence = _("A pause cannot end (%(until)s) before it begins (%(since)s).")


class PauseBeforeStart(PeriodError):
    sentence = _("A pause cannot begin on %(since)s, before the period itself (%(start)s).")


class PauseAfterEnd(PeriodError):
    sentence = _("A period that was over on %(last)s cannot pause on %(since)s.")


class NotATime(PeriodError):
    sentence = _("“%(given)s” is not a time. Write one such as 2026-01-31T10:00:00+02:00.")


class BadVector(PeriodError):
    sentence = _("The vector %(id)s has no answer: %(why)s")


class BadVectorFile(PeriodError):
    sentence = _("The file %(path)s cannot be read: %(why)s")
