/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Tells what went wrong in a dialog over the window of @from: @heading names the thing, @body says why in one line. */
void ct_message_show_error (GtkWidget *from, const char *heading, const char *body);

/* A dialog over the window of @from with "Cancel" (response "cancel") to which responses are added; the caller presents
 * it. */
AdwMessageDialog *ct_message_new (GtkWidget *from, const char *heading, const char *body);

G_END_DECLS
