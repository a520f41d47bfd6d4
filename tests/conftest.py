"""How the property tests run everywhere: their time is never judged, since machines are noisy.

On a person's machine each tries 25 examples, so that the fast tests stay fast; with CI=true a hundred.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("quick", deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=100)
settings.load_profile("thorough" if os.environ.get("CI") == "true" else "quick")
