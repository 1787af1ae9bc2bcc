/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-preferences.h"

#include <adwaita.h>

#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "ui/window/ct-settings.h"

/* The combo rows in the order they stand, and what their choices are called in the schema. */
static const struct
{
  const char *key;
  guint n;
} rows[] = { { "color-scheme", 3 }, { "color-map", 5 }, { "note-opacity", 3 },
             { "note-names", 5 },   { "spelling", 3 },  { "follow", 3 } };

static void
close_window (GtkWindow *window)
{
  g_object_ref (window);
  gtk_window_destroy (window);
  ui_test_settle ();
  g_assert_finalize_object (window);
}

/* Every choice of every row is the same one of the setting, both ways. */
static void
test_rows (void)
{
  g_autoptr (GSettings) settings = ct_settings_new ();
  GtkWindow *window = ct_preferences_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AdwComboRow *row = ADW_COMBO_ROW (widget_find (GTK_WIDGET (window), ADW_TYPE_COMBO_ROW, (guint) i));

      g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (row)), ==, rows[i].n);
      for (guint place = 0; place < rows[i].n; place++)
        {
          adw_combo_row_set_selected (row, place);
          g_assert_cmpint (g_settings_get_enum (settings, rows[i].key), ==, (int) place);
        }
      for (guint place = 0; place < rows[i].n; place++)
        {
          g_settings_set_enum (settings, rows[i].key, (int) place);
          g_assert_cmpuint (adw_combo_row_get_selected (row), ==, place);
        }
      g_settings_reset (settings, rows[i].key);
    }
  close_window (window);
}

/* Resetting is about what is shown here, and about nothing else. */
static void
test_reset (void)
{
  g_autoptr (GSettings) settings = ct_settings_new ();
  GtkWindow *window = ct_preferences_new (NULL);
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();
  GtkSpinButton *gain = GTK_SPIN_BUTTON (widget_find (GTK_WIDGET (window), GTK_TYPE_SPIN_BUTTON, 0));

  gtk_spin_button_set_value (gain, 12);
  gtk_switch_set_active (GTK_SWITCH (widget_find (GTK_WIDGET (window), GTK_TYPE_SWITCH, 0)), TRUE);
  g_assert_cmpfloat (g_settings_get_double (settings, "gain-db"), ==, 12);
  g_assert_true (g_settings_get_boolean (settings, "show-uncertain"));
  g_settings_set_int (settings, "window-width", 1000);
  g_settings_set_boolean (settings, "tour-seen", TRUE);

  widget_find_all (GTK_WIDGET (window), GTK_TYPE_BUTTON, buttons);
  for (guint i = 0; i < buttons->len; i++)
    if (g_strcmp0 (gtk_button_get_label (buttons->pdata[i]), "_Reset to Defaults") == 0)
      g_signal_emit_by_name (buttons->pdata[i], "clicked");
  g_assert_cmpfloat (gtk_spin_button_get_value (gain), ==, 0);
  g_assert_false (g_settings_get_boolean (settings, "show-uncertain"));
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 1000);
  g_assert_true (g_settings_get_boolean (settings, "tour-seen"));
  g_settings_reset (settings, "window-width");
  g_settings_reset (settings, "tour-seen");
  close_window (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/preferences/rows", test_rows);
  g_test_add_func ("/preferences/reset", test_reset);
  return g_test_run ();
}
