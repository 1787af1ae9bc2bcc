/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-display.h"

#include <glib-object.h>

#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"

static void
count (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
test_defaults (void)
{
  CtDisplay *display = ct_display_new ();
  guint n;
  g_autofree GParamSpec **specs = g_object_class_list_properties (G_OBJECT_GET_CLASS (display), &n);

  g_assert_cmpuint (n, ==, 11);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      g_value_init (&value, specs[i]->value_type);
      g_object_get_property (G_OBJECT (display), specs[i]->name, &value);
      g_test_message ("%s", specs[i]->name);
      g_assert_true (g_param_value_defaults (specs[i], &value));
    }
  g_assert_finalize_object (display);
}

static void
test_values (void)
{
  CtDisplay *display = ct_display_new ();

  /* harmonics are dimmed from the beginning */
  g_assert_cmpfloat (ct_display_get_fundamentals (display), ==, CT_DISPLAY_FUNDAMENTALS);
  g_object_set (display, "gain-db", 6.5, "contrast", 1.75, "fundamentals", 0.25, "color-map", CT_COLOR_MAP_CIVIDIS,
                "note-opacity", CT_NOTE_OPACITY_SOLID, "show-uncertain", TRUE, "note-names", CT_NAME_NOTES_GERMAN,
                "spelling", CT_SPELLING_FLATS, NULL);
  g_assert_cmpfloat (ct_display_get_gain_db (display), ==, 6.5);
  g_assert_cmpfloat (ct_display_get_contrast (display), ==, 1.75);
  g_assert_cmpfloat (ct_display_get_fundamentals (display), ==, 0.25);
  g_assert_cmpint (ct_display_get_color_map (display), ==, CT_COLOR_MAP_CIVIDIS);
  g_assert_cmpint (ct_display_get_note_opacity (display), ==, CT_NOTE_OPACITY_SOLID);
  g_assert_true (ct_display_get_show_uncertain (display));
  g_assert_cmpint (ct_display_get_note_names (display), ==, CT_NAME_NOTES_GERMAN);
  g_assert_cmpint (ct_display_get_spelling (display), ==, CT_SPELLING_FLATS);
  /* project files allow more */
  g_object_set (display, "gain-db", 1000.0, "contrast", 0.0, "fundamentals", -1.0, NULL);
  g_assert_cmpfloat (ct_display_get_gain_db (display), ==, 60);
  g_assert_cmpfloat (ct_display_get_contrast (display), ==, 0.25);
  g_assert_cmpfloat (ct_display_get_fundamentals (display), ==, 0);
  g_assert_finalize_object (display);
}

/* Only a new value is notified: what draws redraws at each. */
static void
test_notify (void)
{
  CtDisplay *display = ct_display_new ();
  guint n_all = 0, n_gain = 0;

  g_signal_connect (display, "notify", G_CALLBACK (count), &n_all);
  g_signal_connect (display, "notify::gain-db", G_CALLBACK (count), &n_gain);
  g_object_set (display, "gain-db", 10.0, "gain-db", 10.0, NULL);
  g_assert_cmpuint (n_all, ==, 1);
  g_object_set (display, "gain-db", 10.0, "contrast", 1.0, "show-uncertain", FALSE, "color-map", CT_COLOR_MAP_MAGMA,
                NULL);
  g_assert_cmpuint (n_all, ==, 1);
  g_object_set (display, "gain-db", -40.0, NULL);
  g_assert_cmpuint (n_all, ==, 2);
  g_object_set (display, "show-uncertain", TRUE, "color-map", CT_COLOR_MAP_GREY, NULL);
  g_assert_cmpuint (n_all, ==, 4);
  g_assert_cmpuint (n_gain, ==, 2);
  g_assert_finalize_object (display);
}

/* A session has its own, and looking differently leaves its view, selection and playhead alone. */
static void
test_session (void)
{
  g_autoptr (CtDocument) document = ct_document_new ();
  CtSession *session = ct_session_new (document), *other = ct_session_new (document);
  CtDisplay *display = g_object_ref (ct_session_get_display (session));
  guint n = 0;

  g_assert_true (display == ct_session_get_display (session));
  g_assert_true (display != ct_session_get_display (other));
  g_signal_connect (session, "notify", G_CALLBACK (count), &n);
  g_signal_connect (ct_session_get_display (other), "notify", G_CALLBACK (count), &n);
  g_object_set (display, "gain-db", 3.0, NULL);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpfloat (ct_display_get_gain_db (ct_session_get_display (other)), ==, 0);
  g_assert_finalize_object (session);
  g_assert_finalize_object (other);
  g_assert_finalize_object (display);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/display/defaults", test_defaults);
  g_test_add_func ("/display/values", test_values);
  g_test_add_func ("/display/notify", test_notify);
  g_test_add_func ("/display/session", test_session);
  return g_test_run ();
}
