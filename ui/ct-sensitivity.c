/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ct-sensitivity.h"

#include <math.h>

#include "ct-candidates.h"

#define ODDS_RANGE 6.0
#define FACTOR_RANGE 4.0

static double
odds (double probability)
{
  return probability / (1 - probability);
}

double
ct_sensitivity_of_threshold (double threshold, double shipped)
{
  double steps = log (odds (shipped) / odds (threshold)) / log (ODDS_RANGE);

  return CLAMP (CT_SENSITIVITY_DEFAULT * (1 + steps), 0, 100);
}

double
ct_sensitivity_to_threshold (double sensitivity, double shipped)
{
  double there = odds (shipped) * pow (ODDS_RANGE, 1 - sensitivity / CT_SENSITIVITY_DEFAULT);

  return MAX (there / (1 + there), (double)CT_LOWEST_THRESHOLD);
}

double
ct_sensitivity_of_factor (double value, double shipped)
{
  return CLAMP (CT_SENSITIVITY_DEFAULT * (1 + log (value / shipped) / log (FACTOR_RANGE)), 0, 100);
}

double
ct_sensitivity_to_factor (double sensitivity, double shipped)
{
  return shipped * pow (FACTOR_RANGE, sensitivity / CT_SENSITIVITY_DEFAULT - 1);
}
