/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-settings.h"

#include <adwaita.h>

#include "ui/session/ct-display.h"

gboolean
ct_settings_available (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source ? g_settings_schema_source_lookup (source, CT_SETTINGS_ID, TRUE) : NULL;

  return schema != NULL;
}

GSettings *
ct_settings_new (void)
{
  return g_settings_new (CT_SETTINGS_ID);
}

void
ct_settings_bind_session (GSettings *settings, CtSession *session)
{
  static const char *const names[] = { "color-map",    "contrast",  "fundamentals", "gain-db",        "note-names",
                                       "note-opacity", "show-bars", "show-chords",  "show-uncertain", "spelling" };
  static const char *const session_names[] = { "follow", "grid", "snap", "swing" };
  CtDisplay *display = ct_session_get_display (session);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_settings_bind (settings, names[i], display, names[i], G_SETTINGS_BIND_DEFAULT);
  for (gsize i = 0; i < G_N_ELEMENTS (session_names); i++)
    g_settings_bind (settings, session_names[i], session, session_names[i], G_SETTINGS_BIND_DEFAULT);
}

static void
apply_color_scheme (GSettings *settings, const char *key, gpointer data)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      schemes[g_settings_get_enum (settings, "color-scheme")]);
}

void
ct_settings_bind_color_scheme (GSettings *settings)
{
  g_signal_connect (settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme), NULL);
  apply_color_scheme (settings, NULL, NULL);
}

void
ct_settings_bind_timbre_book (GSettings *settings, CtTimbreBook *book)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "coloratura", "known.timbres", NULL);

  g_settings_bind (settings, "remember-timbres", book, "enabled", G_SETTINGS_BIND_DEFAULT);
  ct_timbre_book_open (book, path, NULL);
}
