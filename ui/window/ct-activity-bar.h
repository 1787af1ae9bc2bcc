/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/analysis/ct-analyser.h"

G_BEGIN_DECLS

#define CT_TYPE_ACTIVITY_BAR (ct_activity_bar_get_type ())
G_DECLARE_FINAL_TYPE (CtActivityBar, ct_activity_bar, CT, ACTIVITY_BAR, GtkWidget)

/* What an analyser is doing, how far it is, and a button to cancel it (action "win.cancel-analysis"); visible while it
 * is busy. Property "analyser" (CtAnalyser or NULL). */
void ct_activity_bar_set_analyser (CtActivityBar *self, CtAnalyser *analyser);

G_END_DECLS
