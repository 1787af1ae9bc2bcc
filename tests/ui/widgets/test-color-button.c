/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-color-button.h"

#include <gtk/gtk.h>

#include "tests/support/ui-test.h"
#include "tests/support/widget-find.h"
#include "tests/support/widget-picture.h"
#include "ui/support/ct-track-palette.h"

static guint n_chosen, chosen_rgb;

static void
chosen (CtColorButton *button, guint rgb)
{
  n_chosen++;
  chosen_rgb = rgb;
}

static guint32
color_in_middle (GtkWidget *swatch)
{
  int width, height;
  g_autofree guint32 *pixels = widget_picture_take (swatch, &width, &height);

  return pixels[height / 2 * width + width / 2];
}

/* It shows what it is told, and says nothing of that. */
static void
test_shown (void)
{
  GtkWidget *button = ct_color_button_new (), *window;

  g_signal_connect (button, "chosen", G_CALLBACK (chosen), NULL);
  n_chosen = 0;
  window = widget_picture_show (button, 100, 100);
  for (guint i = 0; i < 3; i++)
    {
      ct_color_button_set_rgb (CT_COLOR_BUTTON (button), 0x102030 << i);
      g_assert_cmphex (color_in_middle (widget_find (button, GTK_TYPE_DRAWING_AREA, 0)), ==,
                       0xff000000 | (0x102030 << i));
    }
  g_assert_cmpuint (n_chosen, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* It offers the tracks' colours once it is opened, and reports the one that is clicked. */
static void
test_chosen (void)
{
  GtkWidget *button = ct_color_button_new (), *window;
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();
  GtkMenuButton *menu;

  g_signal_connect (button, "chosen", G_CALLBACK (chosen), NULL);
  window = widget_picture_show (button, 100, 100);
  menu = GTK_MENU_BUTTON (widget_find (button, GTK_TYPE_MENU_BUTTON, 0));
  g_assert_null (gtk_menu_button_get_popover (menu));
  gtk_menu_button_popup (menu);
  g_assert_nonnull (gtk_menu_button_get_popover (menu));
  widget_find_all (GTK_WIDGET (gtk_menu_button_get_popover (menu)), GTK_TYPE_BUTTON, choices);
  g_assert_cmpuint (choices->len, ==, 25); /* and "Other Color…" */
  for (guint i = 0; i < 24; i++)
    {
      n_chosen = 0;
      g_signal_emit_by_name (g_ptr_array_index (choices, i), "clicked");
      g_assert_cmpuint (n_chosen, ==, 1);
      g_assert_cmphex (chosen_rgb, ==, ct_track_palette[i]);
    }
  g_assert_cmphex (color_in_middle (widget_find (button, GTK_TYPE_DRAWING_AREA, 0)), ==,
                   0xff000000 | ct_track_palette[23]);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/color-button/shown", test_shown);
  g_test_add_func ("/color-button/chosen", test_chosen);
  return g_test_run ();
}
