"""Limits and prices of engines."""

from decimal import Decimal

import pytest

from l10n.allowance import NO_LIMITS, Allowance, Pace, Price, allowance_from, parse_price


@pytest.mark.parametrize(
    ("text", "price"),
    [("20 USD", Price(Decimal(20), "USD")), ("0.5EUR", Price(Decimal("0.5"), "EUR")), ("", None), ("  ", None)],
)
def test_a_price_is_an_amount_and_a_currency(text, price):
    assert parse_price(text) == price


@pytest.mark.parametrize("text", ["20", "USD 20", "20 dollars", "-1 USD", "1,5 EUR", "nan USD"])
def test_what_is_no_price_is_refused(text):
    with pytest.raises(ValueError, match=text):
        parse_price(text)


@pytest.mark.parametrize(
    ("characters", "cost"), [(0, "0.00 USD"), (1, "0.01 USD"), (5120, "0.11 USD"), (1_000_000, "20.00 USD")]
)
def test_a_cost_is_told_to_the_cent_upwards(characters, cost):
    assert Price(Decimal(20), "USD").of(characters) == cost


def test_a_section_of_the_configuration_states_an_allowance_and_no_password():
    settings = {"url": "x", "texts_per_minute": "60", "price_per_million": "20 USD", "parallel": "0"}
    settings["proxy"] = "socks5h://me:secret@127.0.0.1:9050"
    assert allowance_from(settings) == Allowance(
        texts_per_minute=60, price=Price(Decimal(20), "USD"), proxy="127.0.0.1:9050"
    )
    assert allowance_from({}) == NO_LIMITS


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def test_requests_keep_their_pace():
    clock = Clock()
    pace = Pace(Allowance(requests_per_minute=2), clock=clock)
    for at, wait in [(1000, 0.0), (1010, 0.0), (1020, 40.0), (1060, 0.0), (1061, 9.0)]:
        clock.now = at
        assert pace.wait_s(1) == wait
        if not wait:
            pace.note(1)


def test_texts_keep_their_pace():
    clock = Clock()
    pace = Pace(Allowance(texts_per_minute=10), clock=clock)
    pace.note(4)
    clock.now += 30
    pace.note(4)
    assert [pace.wait_s(n) for n in (1, 2, 3, 6, 7, 10)] == [0.0, 0.0, 30.0, 30.0, 60.0, 60.0]


def test_without_limits_nobody_waits():
    pace = Pace(NO_LIMITS, clock=Clock())
    for _ in range(1000):
        pace.note(100)
    assert pace.wait_s(100) == 0.0
