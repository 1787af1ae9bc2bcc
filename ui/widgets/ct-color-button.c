/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-color-button.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "ui/support/ct-track-palette.h"

#define COLUMNS 8
#define SWATCH_SIZE 18

struct _CtColorButton
{
  GtkWidget parent_instance;

  guint32 rgb;
  GtkWidget *button;
  GtkWidget *swatch;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CtColorButton, ct_color_button, GTK_TYPE_WIDGET)

static GdkRGBA
rgba_of (guint32 rgb)
{
  return (GdkRGBA){ .red = (float) (rgb >> 16 & 0xff) / 255.0f,
                    .green = (float) (rgb >> 8 & 0xff) / 255.0f,
                    .blue = (float) (rgb & 0xff) / 255.0f,
                    .alpha = 1 };
}

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  GdkRGBA rgba = rgba_of (GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (area), "rgb")));

  cairo_arc (cr, width / 2.0, height / 2.0, MIN (width, height) / 2.0 - 0.5, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, &rgba);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.3);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
set_swatch (GtkWidget *swatch, guint32 rgb)
{
  g_object_set_data (G_OBJECT (swatch), "rgb", GUINT_TO_POINTER (rgb));
  gtk_widget_queue_draw (swatch);
}

static GtkWidget *
make_swatch (guint32 rgb)
{
  GtkWidget *swatch = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH_SIZE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH_SIZE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch, NULL, NULL);
  set_swatch (swatch, rgb);
  return swatch;
}

static void
choose (CtColorButton *self, guint32 rgb)
{
  ct_color_button_set_rgb (self, rgb);
  g_signal_emit (self, signals[CHOSEN], 0, rgb);
}

static void
on_swatch_clicked (CtColorButton *self, GtkButton *button)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  choose (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (gtk_button_get_child (button)), "rgb")));
}

static void
on_dialog_response (CtColorButton *self, int response, GtkDialog *dialog)
{
  GdkRGBA rgba;

  if (response == GTK_RESPONSE_OK)
    {
      gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (dialog), &rgba);
      choose (self, (guint32) (rgba.red * 255 + 0.5f) << 16 | (guint32) (rgba.green * 255 + 0.5f) << 8
                        | (guint32) (rgba.blue * 255 + 0.5f));
    }
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
on_more_clicked (CtColorButton *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = gtk_color_chooser_dialog_new (_ ("Track Color"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  GdkRGBA rgba = rgba_of (self->rgb);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_color_chooser_set_use_alpha (GTK_COLOR_CHOOSER (dialog), FALSE);
  gtk_color_chooser_set_rgba (GTK_COLOR_CHOOSER (dialog), &rgba);
  g_object_set (dialog, "show-editor", TRUE, NULL);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_dialog_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
make_popover (GtkMenuButton *button, gpointer data)
{
  CtColorButton *self = data;
  GtkWidget *popover, *grid, *more;

  if (gtk_menu_button_get_popover (button))
    return;
  popover = gtk_popover_new ();
  grid = gtk_grid_new ();
  for (int i = 0; i < CT_TRACK_PALETTE_SIZE; i++)
    {
      GtkWidget *choice = gtk_button_new ();
      /* Translators: a color is called by its number in the order of the palette */
      g_autofree char *label = g_strdup_printf (_ ("Color %d"), i + 1);

      gtk_button_set_child (GTK_BUTTON (choice), make_swatch (ct_track_palette[i]));
      gtk_button_set_has_frame (GTK_BUTTON (choice), FALSE);
      gtk_widget_add_css_class (choice, "circular");
      gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      g_signal_connect_object (choice, "clicked", G_CALLBACK (on_swatch_clicked), self, G_CONNECT_SWAPPED);
      gtk_grid_attach (GTK_GRID (grid), choice, i % COLUMNS, i / COLUMNS, 1, 1);
    }
  more = gtk_button_new_with_mnemonic (_ ("_Other Color…"));
  gtk_button_set_has_frame (GTK_BUTTON (more), FALSE);
  g_signal_connect_object (more, "clicked", G_CALLBACK (on_more_clicked), self, G_CONNECT_SWAPPED);
  gtk_grid_attach (GTK_GRID (grid), more, 0, CT_TRACK_PALETTE_SIZE / COLUMNS, COLUMNS, 1);
  gtk_popover_set_child (GTK_POPOVER (popover), grid);
  gtk_menu_button_set_popover (button, popover);
}

void
ct_color_button_set_rgb (CtColorButton *self, guint32 rgb)
{
  g_return_if_fail (CT_IS_COLOR_BUTTON (self));
  self->rgb = rgb;
  set_swatch (self->swatch, rgb);
}

void
ct_color_button_set_label (CtColorButton *self, const char *label)
{
  g_return_if_fail (CT_IS_COLOR_BUTTON (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
ct_color_button_dispose (GObject *object)
{
  CtColorButton *self = CT_COLOR_BUTTON (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_color_button_parent_class)->dispose (object);
}

static void
ct_color_button_class_init (CtColorButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ct_color_button_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", CT_TYPE_COLOR_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
ct_color_button_init (CtColorButton *self)
{
  self->swatch = make_swatch (0);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), self->swatch);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (self->button), FALSE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), make_popover, self, NULL);
  gtk_widget_add_css_class (self->button, "circular");
  gtk_widget_set_tooltip_text (self->button, _ ("Color"));
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
ct_color_button_new (void)
{
  return g_object_new (CT_TYPE_COLOR_BUTTON, NULL);
}
