/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/tools/ct-quantise-box.h"
#include "ui/window/ct-file-chooser.h"
#include "ui/window/ct-saver.h"
#include "ui/window/ct-sidebar.h"
#include "ui/window/ct-tour-guide.h"
#include "ui/window/ct-window.h"
#include "ui/window/ct-workspace.h"

G_BEGIN_DECLS

/* The parts of a window, borrowed, for the files that act upon them. */
CtWorkspace *ct_window_get_workspace (CtWindow *self);
CtFileChooser *ct_window_get_chooser (CtWindow *self);
CtSaver *ct_window_get_saver (CtWindow *self);
CtSidebar *ct_window_get_sidebar (CtWindow *self);
CtQuantiseBox *ct_window_get_quantise_box (CtWindow *self);
CtTourGuide *ct_window_get_guide (CtWindow *self);
GSettings *ct_window_get_settings (CtWindow *self);

/* The window whose user asked for a file, for which this window was made; NULL: none was, or it is gone. */
void ct_window_set_asker (CtWindow *self, GtkWindow *asker);
GtkWindow *ct_window_get_asker (CtWindow *self);

/* Shows what @source says by its signal "message" (text, translated) for a few seconds. */
void ct_window_show_messages (CtWindow *self, gpointer source);

G_END_DECLS
