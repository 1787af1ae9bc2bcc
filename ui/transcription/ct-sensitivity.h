/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Thresholds are shown as sensitivities from 0 to 100: higher ones bring out more notes, and 50 is the default. */
#define CT_SENSITIVITY_DEFAULT 50.0

/* Linear in log odds: from six times the odds of @shipped at 0 to a sixth of them at 100. */
double ct_sensitivity_of_threshold (double threshold, double shipped);
double ct_sensitivity_to_threshold (double shown, double shipped);

/* The same for positive factors: from a quarter of @shipped at 0 to four times at 100. */
double ct_sensitivity_of_factor (double value, double shipped);
double ct_sensitivity_to_factor (double shown, double shipped);

G_END_DECLS
