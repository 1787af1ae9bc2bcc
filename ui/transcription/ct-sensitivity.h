/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How thresholds are shown to a person: as sensitivities from 0 to 100 that bring out more notes the higher
 * they are, 50 being what is shipped. */
#define CT_SENSITIVITY_DEFAULT 50.0

/* In equal steps of the logarithm of odds; the odds of @shipped lie between a sixth and six times of them. */
double ct_sensitivity_of_threshold (double threshold, double shipped);
double ct_sensitivity_to_threshold (double shown, double shipped);

/* The same for what only needs to be positive: from a quarter of @shipped to four times of it. */
double ct_sensitivity_of_factor (double value, double shipped);
double ct_sensitivity_to_factor (double shown, double shipped);

G_END_DECLS
