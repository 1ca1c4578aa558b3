"""What a rule costs a year, for a whole table of people or households, in exact whole VND.

Equal rows are counted, each different row is quoted once by the same rules as for one person, and
the amounts are multiplied by the count. So the sum is what quoting row by row gives.
"""

from .rows import COLUMNS
from .run import Refused, Report, Simulation
from .year import Cost

__all__ = ["COLUMNS", "Cost", "Refused", "Report", "Simulation"]
