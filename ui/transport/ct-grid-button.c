/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transport/ct-grid-button.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/rhythm/ct-note-grid.h"
#include "ui/session/ct-note-text.h"
#include "ui/widgets/ct-control-rows.h"
#include "ui/widgets/ct-drop-down.h"

#define POPOVER_WIDTH 240

struct _CtGridButton
{
  GtkWidget parent_instance;

  CtSession *session;
  GBindingGroup *bindings; /* of the session */
  GSignalGroup *signals;   /* of the session */

  GtkWidget *box;
  GtkWidget *snap, *button;
  GtkLabel *name;
  GtkDropDown *step, *kind;
  GtkAdjustment *swing; /* in percent */
  GtkWidget *swing_rows;
};

G_DEFINE_FINAL_TYPE (CtGridButton, ct_grid_button, GTK_TYPE_WIDGET)

static void
kind_chosen (CtGridButton *self)
{
  gtk_widget_set_visible (self->swing_rows, gtk_drop_down_get_selected (self->kind) == CT_NOTE_GRID_SWING);
}

/* What was chosen, to the session. */
static void
choose (CtGridButton *self)
{
  guint step = gtk_drop_down_get_selected (self->step), kind = gtk_drop_down_get_selected (self->kind);

  kind_chosen (self);
  if (self->session && step != GTK_INVALID_LIST_POSITION && kind != GTK_INVALID_LIST_POSITION)
    ct_session_set_grid (self->session,
                         &(CtNoteGrid){ 1 << step, (CtNoteGridKind) kind, ct_session_get_grid (self->session)->swing });
}

/* What the session has, to the choices. */
static void
show_grid (CtGridButton *self)
{
  const CtNoteGrid *grid = ct_session_get_grid (self->session);
  g_autofree char *name = ct_note_text_dup_grid (grid);

  gtk_label_set_text (self->name, name);
  g_signal_handlers_block_by_func (self->step, choose, self);
  g_signal_handlers_block_by_func (self->kind, choose, self);
  gtk_drop_down_set_selected (self->step, (guint) lround (log2 (grid->division)));
  gtk_drop_down_set_selected (self->kind, grid->kind);
  g_signal_handlers_unblock_by_func (self->step, choose, self);
  g_signal_handlers_unblock_by_func (self->kind, choose, self);
  kind_chosen (self);
}

static void
show_beats (CtGridButton *self)
{
  gboolean any = self->session && ct_session_get_tempo_map (self->session);

  gtk_widget_set_sensitive (self->snap, any);
  gtk_widget_set_tooltip_text (self->snap, any ? _ ("Snap to the grid (G); hold Alt to move freely")
                                               : _ ("Snap to the grid: no beats are known yet"));
}

void
ct_grid_button_set_session (CtGridButton *self, CtSession *session)
{
  g_return_if_fail (CT_IS_GRID_BUTTON (self));
  if (!g_set_object (&self->session, session))
    return;
  g_binding_group_set_source (self->bindings, session);
  g_signal_group_set_target (self->signals, session);
  if (session)
    show_grid (self);
  show_beats (self);
}

/* ---- the widgets ---- */

static GtkDropDown *
add_choice (GtkWidget *box, const char *const *names, const char *label)
{
  GtkDropDown *drop_down = ct_drop_down_new (gtk_string_list_new (names), label);

  gtk_widget_set_hexpand (GTK_WIDGET (drop_down), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (drop_down));
  return drop_down;
}

static GtkWidget *
make_popover (CtGridButton *self)
{
  static const char *const steps[] = { "1/1", "1/2", "1/4", "1/8", "1/16", "1/32", NULL };
  /* Translators: what the steps of a grid of notes are */
  const char *const kinds[] = { _ ("Straight"), _ ("Dotted"), _ ("Triplets"), _ ("Quintuplets"), _ ("Swing"), NULL };
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  /* Translators: of a grid of notes, such as 1/16 */
  self->step = add_choice (choices, steps, _ ("Step"));
  self->kind = add_choice (choices, kinds, _ ("Kind of Grid"));
  gtk_box_append (GTK_BOX (box), choices);
  self->swing = gtk_adjustment_new (67, 100 * CT_NOTE_GRID_MIN_SWING, 100 * CT_NOTE_GRID_MAX_SWING, 1, 5, 0);
  self->swing_rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  ct_control_rows_add_slider (self->swing_rows, _ ("S_wing"), "%",
                              _ ("How much of two steps the first one takes. Double-click the slider to reset."),
                              self->swing, round (100 * CT_NOTE_GRID_DEFAULT_SWING));
  gtk_box_append (GTK_BOX (box), self->swing_rows);
  gtk_widget_set_size_request (box, POPOVER_WIDTH, -1);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}

static gboolean
to_percent (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_double (to, 100 * g_value_get_double (from));
  return TRUE;
}

static gboolean
from_percent (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_double (to, CLAMP (g_value_get_double (from) / 100, CT_NOTE_GRID_MIN_SWING, CT_NOTE_GRID_MAX_SWING));
  return TRUE;
}

static void
ct_grid_button_init (CtGridButton *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->snap = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->snap), "ct-snap-symbolic");
  gtk_widget_add_css_class (self->snap, "flat");
  gtk_widget_set_focus_on_click (self->snap, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->snap), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Snap to the Grid"),
                                  -1);
  gtk_box_append (GTK_BOX (self->box), self->snap);
  self->button = gtk_menu_button_new ();
  self->name = GTK_LABEL (gtk_label_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->name), "numeric");
  gtk_label_set_width_chars (self->name, 5);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), GTK_WIDGET (self->name));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), make_popover (self));
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_tooltip_text (self->button, _ ("Grid"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Grid"), -1);
  gtk_box_append (GTK_BOX (self->box), self->button);

  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "snap", self->snap, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_binding_group_bind_full (self->bindings, "swing", self->swing, "value",
                             G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE, to_percent, from_percent, NULL, NULL);
  self->signals = g_signal_group_new (CT_TYPE_SESSION);
  g_signal_group_connect_swapped (self->signals, "notify::grid", G_CALLBACK (show_grid), self);
  g_signal_group_connect_swapped (self->signals, "tempo-changed", G_CALLBACK (show_beats), self);
  g_signal_connect_swapped (self->step, "notify::selected", G_CALLBACK (choose), self);
  g_signal_connect_swapped (self->kind, "notify::selected", G_CALLBACK (choose), self);
  show_beats (self);
}

static void
ct_grid_button_dispose (GObject *object)
{
  CtGridButton *self = CT_GRID_BUTTON (object);

  g_clear_object (&self->bindings);
  g_clear_object (&self->signals);
  g_clear_object (&self->session);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_grid_button_parent_class)->dispose (object);
}

static void
ct_grid_button_class_init (CtGridButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ct_grid_button_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

GtkWidget *
ct_grid_button_new (void)
{
  return g_object_new (CT_TYPE_GRID_BUTTON, NULL);
}
