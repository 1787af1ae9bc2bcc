/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Reports an error in a dialog over the window of @from (or NULL): @heading says what failed, @body why. Both are plain
 * text of any length. */
void ct_message_show_error (GtkWidget *from, const char *heading, const char *body);

/* A dialog over the window of @from (or NULL) with a "Cancel" button (response "cancel"). The caller adds responses and
 * presents it. */
AdwMessageDialog *ct_message_new (GtkWidget *from, const char *heading, const char *body);

G_END_DECLS
