/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WINDOW_TEST_H
#define WINDOW_TEST_H

#include <gtk/gtk.h>

#include "ui/session/ct-session.h"
#include "ui/window/ct-window.h"

/* In the place of g_test_init() and g_test_run(), for tests of whole windows: there is an application for them. */
void window_test_init (int *argc, char ***argv);
int window_test_run (void);
GtkApplication *window_test_application (void);

CtWindow *window_test_open (void);
/* Closes the one window, which has no unsaved work and must be finalized by that. */
void window_test_close (CtWindow *window);

/* Shows the document of note_document_new (10). The window owns the session. */
CtSession *window_test_show_document (CtWindow *window);

/* Whether an action of the window is enabled; without one of that name the test fails. */
gboolean window_test_is_enabled (CtWindow *window, const char *action);
/* Whether the window shows notes and nothing is being analysed any more. */
gboolean window_test_is_heard (CtWindow *window);

#endif
