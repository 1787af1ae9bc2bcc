/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/session/ct-session.h"
#include "ui/window/ct-save-guard.h"

G_BEGIN_DECLS

#define CT_TYPE_WINDOW (ct_window_get_type ())
G_DECLARE_FINAL_TYPE (CtWindow, ct_window, CT, WINDOW, AdwApplicationWindow)

/* A window of the program, with the start page or one document: its canvas and sidebar; ct_window_new() makes one that
 * can be used.
 *
 * Property "session" (CtSession; NULL: the start page), to which the parts are bound.
 * Signals: "open" (GFile): the start page or a drop asks for it; "create" -> CtWindow, a
 * reference: another one is wanted. */
CtSession *ct_window_get_session (CtWindow *self);
/* Shows @session's document instead of the previous one, without asking about unsaved work. */
void ct_window_set_session (CtWindow *self, CtSession *session);

/* @self if it shows the start page and is opening nothing, else a new window; borrowed. */
CtWindow *ct_window_get_free (CtWindow *self);

/* Shows @text for a few seconds, with an Undo button if @offers_undo. */
void ct_window_toast (CtWindow *self, const char *text, gboolean offers_undo);

/* Offers to recover work after a crash. Takes @recoverables, a list of CtRecoverable. */
void ct_window_offer_recovery (CtWindow *self, GPtrArray *recoverables);

/* Keeps unsaved work on disk, because the desktop session may be about to end. */
void ct_window_keep (CtWindow *self);
/* Keeps unsaved work on disk for the next start and closes the window without a question: the program has to end. */
void ct_window_end (CtWindow *self);

/* Asks what to do with unsaved work, or calls @func at once if there is none. */
void ct_window_leave (CtWindow *self, CtLeaveFunc func, gpointer data);

G_END_DECLS
