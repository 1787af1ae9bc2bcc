/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/window/ct-window.h"
#include "ui/window/ct-workspace.h"

G_BEGIN_DECLS

/* Opens @file (a recording, a project or a MIDI file) in the window that already shows it, in @self if that shows the
 * start page, or in a new window, and presents that. Errors are shown in @self; a new window then closes. */
void ct_window_open (CtWindow *self, GFile *file);
/* The window of @application that shows @file, borrowed, or NULL. */
CtWindow *ct_window_find (GtkApplication *application, GFile *file);

void ct_window_choose_file (CtWindow *self);
void ct_window_open_demo (CtWindow *self);
/* Opens the demo, or shows it where it is open, and leads the guided tour through it. */
void ct_window_start_tour (CtWindow *self);

/* Says why the file could not be opened, in the window that it was asked for in. */
void ct_window_say_failed (CtWindow *self, const char *message);
/* Says what is wrong with a recording that could be opened all the same, and which of its sound streams is. */
void ct_window_warn (CtWindow *self);
/* Lets another sound stream of the recording be opened, in a window of its own. */
void ct_window_choose_stream (CtWindow *self);
/* Offers to open a part of @file, which is too long as a whole, as @message says, in the window that it was asked for
 * in. A part that is chosen opens like a file of its own. */
void ct_window_offer_part (CtWindow *self, GFile *file, const char *message);

G_END_DECLS
