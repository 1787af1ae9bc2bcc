/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/base/ct-note.h"

G_BEGIN_DECLS

/* Called with the part that was chosen. */
typedef void (*CtPartFunc) (const CtTimeSpan *span, gpointer data);

/* Asks, over the window of @from, which part of a recording that is too long as a whole is to be opened: @reason says
 * so, @longest_s is what can be opened at most. @func is called unless the question is cancelled; @data is freed with
 * @destroy. */
void ct_part_dialog_show (GtkWidget *from,
                          const char *reason,
                          double longest_s,
                          CtPartFunc func,
                          gpointer data,
                          GDestroyNotify destroy);

G_END_DECLS
