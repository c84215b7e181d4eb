from . import kam_analysis
