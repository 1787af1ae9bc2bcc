/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/score/ct-score-pages.h"

G_BEGIN_DECLS

/* A print job of @pages called @name, on their paper; where another is chosen they are fitted to it. Printed to a file,
 * it is suggested to be one of that name in @folder (NULL: wherever GTK would). Keeps @pages. */
GtkPrintOperation *ct_score_print_new (CtScorePages *pages, const char *name, GFile *folder);

G_END_DECLS
