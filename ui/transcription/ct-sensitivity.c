/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transcription/ct-sensitivity.h"

#include <math.h>

#include "core/notes/ct-candidates.h"

#define ODDS_RANGE 6.0
#define FACTOR_RANGE 4.0

/* Rounded to what is shown. */
static double
sensitivity (double steps)
{
  return round (CLAMP (CT_SENSITIVITY_DEFAULT * (1 + steps), 0, 100) * 100) / 100;
}

static double
odds (double probability)
{
  return probability / (1 - probability);
}

double
ct_sensitivity_of_threshold (double threshold, double shipped)
{
  return sensitivity (log (odds (shipped) / odds (threshold)) / log (ODDS_RANGE));
}

double
ct_sensitivity_to_threshold (double shown, double shipped)
{
  double there = odds (shipped) * pow (ODDS_RANGE, 1 - shown / CT_SENSITIVITY_DEFAULT);

  return MAX (there / (1 + there), (double) CT_LOWEST_THRESHOLD);
}

double
ct_sensitivity_of_factor (double value, double shipped)
{
  return sensitivity (log (value / shipped) / log (FACTOR_RANGE));
}

double
ct_sensitivity_to_factor (double shown, double shipped)
{
  return shipped * pow (FACTOR_RANGE, shown / CT_SENSITIVITY_DEFAULT - 1);
}
