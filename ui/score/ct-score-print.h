/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/score/ct-score-pages.h"

G_BEGIN_DECLS

/* A print job of @pages called @name, on their paper; where another is chosen they are fitted to it. Keeps @pages. */
GtkPrintOperation *ct_score_print_new (CtScorePages *pages, const char *name);

G_END_DECLS
