/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells where the names of notes may have changed. */
#include <gio/gio.h>

#include "ui/session/ct-session-private.h"

static void
names_changed (CtSession *self)
{
  ct_session_emit (self, CT_SESSION_NAMES_CHANGED);
}

void
ct_session_watch_names (CtSession *self)
{
  g_signal_connect_object (self->document, "harmony-changed", G_CALLBACK (names_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->display, "notify::note-names", G_CALLBACK (names_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->display, "notify::spelling", G_CALLBACK (names_changed), self, G_CONNECT_SWAPPED);
}
