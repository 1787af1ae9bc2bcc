/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-chord-label.h"

#include <gtk/gtk.h>

#include "tests/support/ui-test.h"

/* How wide @text is. */
static int
width_of (PangoLayout *layout, const char *text)
{
  int width;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

/* As much of @name as has room beside @wider, which has none. */
static void
assert_fit (PangoLayout *layout, const char *name, const char *wider, const char *expected)
{
  const CtKey key = { -1, false };
  const CtPitchNaming naming = { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY };
  CtChord chord = { 0 };
  int room = wider ? width_of (layout, wider) - 1 : 1000;

  g_assert_true (ct_chord_parse (name, &chord));
  g_assert_cmpint (ct_chord_label_fit (layout, &chord, &key, &naming, room), ==, expected != NULL);
  if (expected)
    g_assert_cmpstr (pango_layout_get_text (layout), ==, expected);
}

static void
test_fit (void)
{
  GtkWidget *widget = g_object_ref_sink (gtk_label_new (""));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);

  assert_fit (layout, "Bbmaj7/D", NULL, "B♭maj7/D");
  assert_fit (layout, "Bbmaj7/D", "B♭maj7/D", "B♭maj7");
  assert_fit (layout, "Bbmaj7/D", "B♭maj7", "B♭");
  assert_fit (layout, "Bbmaj7/D", "B♭", NULL);
  assert_fit (layout, "Gm7/F", "Gm7", "Gm");
  assert_fit (layout, "Gm7/F", "Gm", NULL); /* not G */
  assert_fit (layout, "Bdim7", "Bdim7", "Bdim");
  assert_fit (layout, "N", NULL, "N.C.");
  assert_fit (layout, "N", "N.C.", NULL);
  g_object_unref (widget);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/chord-label/fit", test_fit);
  return g_test_run ();
}
