/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-program-list.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "ui/support/ct-program-names.h"

#define WIDTH 260
#define HEIGHT 320

struct _CtProgramList
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *search;
  GtkWidget *scrolled;
  GtkWidget *list;
  GtkWidget *rows[CT_N_PROGRAMS];
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CtProgramList, ct_program_list, GTK_TYPE_WIDGET)

static guint
row_program (GtkListBoxRow *row)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "program"));
}

static void
on_row_activated (CtProgramList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, row_program (row));
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer data)
{
  CtProgramList *self = data;

  return ct_program_matches (row_program (row), gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
add_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  guint family = row_program (row) / 8;
  GtkWidget *label;

  if (before && row_program (before) / 8 == family)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (ct_program_get_family_name (family));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_margin_top (label, 9);
  gtk_widget_set_margin_bottom (label, 3);
  gtk_widget_set_margin_start (label, 6);
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
make_row (guint program)
{
  g_autofree char *number = g_strdup_printf ("%u", program + 1);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (number);

  gtk_label_set_width_chars (GTK_LABEL (label), 3);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  label = gtk_label_new (ct_program_get_name (program));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, ct_program_get_name (program),
                                  -1);
  g_object_set_data (G_OBJECT (row), "program", GUINT_TO_POINTER (program));
  return row;
}

static void
on_search_changed (CtProgramList *self)
{
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  gtk_list_box_invalidate_headers (GTK_LIST_BOX (self->list));
}

/* Return chooses the first program found. */
static void
on_search_activate (CtProgramList *self)
{
  for (guint i = 0; i < CT_N_PROGRAMS; i++)
    if (filter_row (GTK_LIST_BOX_ROW (self->rows[i]), self))
      {
        g_signal_emit (self, signals[CHOSEN], 0, i);
        return;
      }
}

/* Escape, which the entry keeps to itself. */
static void
on_search_stopped (CtProgramList *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_POPOVER);

  if (popover)
    gtk_popover_popdown (GTK_POPOVER (popover));
}

void
ct_program_list_set_program (CtProgramList *self, guint program)
{
  g_return_if_fail (CT_IS_PROGRAM_LIST (self));
  g_return_if_fail (program < CT_N_PROGRAMS);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (self->rows[program]));
}

/* Scrolls to the selected program. */
static gboolean
show_selected (gpointer data)
{
  CtProgramList *self = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  double y;

  if (row && gtk_widget_translate_coordinates (GTK_WIDGET (row), self->list, 0, 0, NULL, &y))
    gtk_adjustment_set_value (adjustment, y - gtk_adjustment_get_page_size (adjustment) / 3);
  return G_SOURCE_REMOVE;
}

static void
ct_program_list_map (GtkWidget *widget)
{
  CtProgramList *self = CT_PROGRAM_LIST (widget);

  GTK_WIDGET_CLASS (ct_program_list_parent_class)->map (widget);
  gtk_widget_grab_focus (self->search);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_selected, g_object_ref (self), g_object_unref);
}

static void
ct_program_list_dispose (GObject *object)
{
  CtProgramList *self = CT_PROGRAM_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_program_list_parent_class)->dispose (object);
}

static void
ct_program_list_class_init (CtProgramListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_program_list_dispose;
  widget_class->map = ct_program_list_map;
  signals[CHOSEN] = g_signal_new ("chosen", CT_TYPE_PROGRAM_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
ct_program_list_init (CtProgramList *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->search = gtk_search_entry_new ();
  self->scrolled = gtk_scrolled_window_new ();
  self->list = gtk_list_box_new ();
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), self->search);
  gtk_box_append (GTK_BOX (self->box), self->scrolled);
  gtk_widget_set_size_request (self->scrolled, WIDTH, HEIGHT);
  gtk_widget_set_vexpand (self->scrolled, TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->list);
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), add_header, NULL, NULL);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_row, self, NULL);
  for (guint i = 0; i < CT_N_PROGRAMS; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), self->rows[i] = make_row (i));
  g_object_set (self->search, "placeholder-text", _ ("Search instruments"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search instruments"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("General MIDI instruments"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search_changed), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (on_search_activate), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (on_search_stopped), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
}

GtkWidget *
ct_program_list_new (void)
{
  return g_object_new (CT_TYPE_PROGRAM_LIST, NULL);
}
