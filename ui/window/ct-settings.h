/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/document/ct-timbre-book.h"
#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_SETTINGS_ID "io.github.coloratura.Coloratura"

/* Whether the schema is installed, or found in GSETTINGS_SCHEMA_DIR; nothing else here works without it. */
gboolean ct_settings_available (void);
GSettings *ct_settings_new (void);

/* Binds the display options of @session, how it follows the playhead, and its grid, to @settings. */
void ct_settings_bind_session (GSettings *settings, CtSession *session);
/* Gives @book its file, in the user's data folder, and switches it on and off. A file that cannot be read is what
 * ct_timbre_book_get_problem() tells. */
void ct_settings_bind_timbre_book (GSettings *settings, CtTimbreBook *book);
/* Applies the color scheme now and whenever it changes. */
void ct_settings_bind_color_scheme (GSettings *settings);

G_END_DECLS
