/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-settings.h"

#include <adwaita.h>

#include "tests/support/note-document.h"
#include "tests/support/ui-test.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"
#include "ui/window/ct-paths.h"

static CtSession *
make_session (GSettings *settings)
{
  g_autoptr (CtDocument) document = note_document_new (4);
  CtSession *session = ct_session_new (document);

  ct_settings_bind_session (settings, session);
  return session;
}

/* What one window is set to, the other is, and so is the next; a session that is gone hears of nothing. */
static void
test_session (void)
{
  g_autoptr (GSettings) settings = ct_settings_new ();
  CtSession *first = make_session (settings), *second = make_session (settings), *third;

  g_assert_true (ct_settings_available ());
  g_object_set (ct_session_get_display (first), "gain-db", 9.0, "color-map", CT_COLOR_MAP_CIVIDIS, NULL);
  g_assert_cmpfloat (g_settings_get_double (settings, "gain-db"), ==, 9);
  g_assert_cmpfloat (ct_display_get_gain_db (ct_session_get_display (second)), ==, 9);
  g_assert_cmpint (ct_display_get_color_map (ct_session_get_display (second)), ==, CT_COLOR_MAP_CIVIDIS);
  g_assert_finalize_object (first);
  third = make_session (settings);
  g_assert_cmpfloat (ct_display_get_gain_db (ct_session_get_display (third)), ==, 9);
  g_settings_reset (settings, "gain-db");
  g_settings_reset (settings, "color-map");
  g_assert_cmpfloat (ct_display_get_gain_db (ct_session_get_display (second)), ==, 0);
  g_assert_finalize_object (second);
  g_assert_finalize_object (third);
}

static void
test_color_scheme (void)
{
  g_autoptr (GSettings) settings = ct_settings_new ();
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_settings_set_string (settings, "color-scheme", "dark");
  ct_settings_bind_color_scheme (settings);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_DARK);
  g_settings_set_string (settings, "color-scheme", "light");
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_settings_reset (settings, "color-scheme");
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);
}

/* A run from the build tree finds its own files, an installed one those that were installed. */
static void
test_paths (void)
{
  g_autofree char *before = g_strdup (g_getenv ("COLORATURA_DATA_DIR"));
  g_autofree char *named = NULL, *installed = NULL, *empty = NULL;

  g_setenv ("COLORATURA_DATA_DIR", "/somewhere", TRUE);
  named = ct_paths_dup_data_file ("demo.flac");
  g_assert_cmpstr (named, ==, "/somewhere/demo.flac");
  g_unsetenv ("COLORATURA_DATA_DIR");
  installed = ct_paths_dup_data_file ("demo.flac");
  g_assert_true (g_path_is_absolute (installed));
  g_assert_true (g_str_has_suffix (installed, "/coloratura/demo.flac"));
  g_setenv ("COLORATURA_DATA_DIR", "", TRUE);
  empty = ct_paths_dup_data_file ("demo.flac");
  g_assert_cmpstr (empty, ==, installed);
  if (before)
    g_setenv ("COLORATURA_DATA_DIR", before, TRUE);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/settings/session", test_session);
  g_test_add_func ("/settings/color-scheme", test_color_scheme);
  g_test_add_func ("/paths/data-file", test_paths);
  return g_test_run ();
}
