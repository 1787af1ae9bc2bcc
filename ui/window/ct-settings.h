/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ui/session/ct-session.h"

G_BEGIN_DECLS

#define CT_SETTINGS_ID "io.github.coloratura.Coloratura"

/* Whether the schema is installed, or named by GSETTINGS_SCHEMA_DIR; without it nothing else here works. */
gboolean ct_settings_available (void);
GSettings *ct_settings_new (void);

/* Keeps how spectrogram and notes look in @session and in @settings equal as long as both live. */
void ct_settings_bind_session (GSettings *settings, CtSession *session);
/* Applies the choice of light or dark now and whenever it changes. */
void ct_settings_bind_color_scheme (GSettings *settings);

G_END_DECLS
