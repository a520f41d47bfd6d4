"""What the assembly itself decides: the day an edition carries."""

import pytest

from l10n.errors import ConfigError
from l10n.newsroom.project import build_date


def test_the_day_of_the_build_is_that_of_source_date_epoch():
    assert build_date({"SOURCE_DATE_EPOCH": "1700000000"}) == "2023-11-14"
    assert build_date({}) == build_date({"SOURCE_DATE_EPOCH": ""}) == ""


@pytest.mark.parametrize("epoch", ["9" * 30, "-9" * 20, "soon", "1.5", "²"])
def test_an_impossible_source_date_epoch_is_an_error_with_a_remedy(epoch):
    with pytest.raises(ConfigError, match="1970") as caught:
        build_date({"SOURCE_DATE_EPOCH": epoch})
    assert "unset" in caught.value.remedy
