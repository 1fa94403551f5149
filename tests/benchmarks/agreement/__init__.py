"""How far the program agrees with people who judged the same calls, on calls it has not learned
from."""
