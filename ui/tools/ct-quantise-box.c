/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-quantise-box.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/rhythm/ct-note-grid.h"
#include "core/rhythm/ct-quantise.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-track-edits.h"
#include "ui/session/ct-grid-edits.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-note-text.h"
#include "ui/session/ct-selection.h"
#include "ui/widgets/ct-control-rows.h"
#include "ui/widgets/ct-drop-down.h"
#include "ui/widgets/ct-toast.h"

/* The choices of notes. */
enum
{
  NOTES_SELECTED,
  NOTES_OF_TRACK,
  NOTES_ALL,
};

struct _CtQuantiseBox
{
  GtkWidget parent_instance;

  CtSession *session;
  GSignalGroup *of_session, *of_selection, *of_document;
  gboolean open;
  const CtEditScore *shown; /* this box's preview, or NULL; only compared */
  GtkWidget *came_from;     /* weak: what had the focus before */

  GtkWidget *revealer;
  GtkDropDown *notes, *grid;
  GtkWidget *starts, *ends;
  GtkAdjustment *strength; /* in percent */
  GtkLabel *result;
  GtkWidget *as_heard, *apply;
};

enum
{
  PROP_SESSION = 1,
  PROP_OPEN,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtQuantiseBox, ct_quantise_box, GTK_TYPE_WIDGET)

static CtDocument *
get_document (CtQuantiseBox *self)
{
  return ct_session_get_document (self->session);
}

static guint64 *
dup_all (CtQuantiseBox *self, guint *n)
{
  const CtEditScore *score = ct_document_get_score (get_document (self));
  guint64 *ids = g_new0 (guint64, score->n_notes + 1);

  *n = (guint) score->n_notes;
  for (gsize i = 0; i < score->n_notes; i++)
    ids[i] = score->notes[i].id;
  return ids;
}

static guint64 *
dup_ids (CtQuantiseBox *self, guint *n)
{
  guint32 track = ct_session_get_current_track (self->session);

  switch (gtk_drop_down_get_selected (self->notes))
    {
    case NOTES_SELECTED:
      return ct_note_edits_dup_picked (self->session, n);
    case NOTES_OF_TRACK:
      return ct_track_edits_dup_notes (get_document (self), &track, track ? 1 : 0, n);
    default:
      return dup_all (self, n);
    }
}

static CtQuantiseOptions
get_options (CtQuantiseBox *self)
{
  CtQuantiseOptions options;

  ct_quantise_options_init (&options);
  if (gtk_drop_down_get_selected (self->grid) > 0)
    options.grid = *ct_session_get_grid (self->session);
  options.starts = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->starts));
  options.ends = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->ends));
  options.strength = gtk_adjustment_get_value (self->strength) / 100;
  return options;
}

/* ---- the preview ---- */

/* Takes @score. NULL removes only this box's own preview. */
static void
show_preview (CtQuantiseBox *self, CtEditScore *score)
{
  gboolean replaces = score || (self->shown && self->shown == ct_session_get_preview (self->session));

  self->shown = score; /* before the signal, which is then known to be this box's own */
  if (replaces)
    ct_session_set_preview (self->session, score);
}

static char *
describe (const CtGridChange *change)
{
  g_autofree char *moved = NULL, *distance = NULL;

  if (change->n_notes == 0)
    return g_strdup (_ ("There are no notes to quantize."));
  moved = g_strdup_printf (ngettext ("%u note moves.", "%u notes move.", change->n_changed), change->n_changed);
  /* Translators: how far notes are from the grid on the average, in milliseconds, before and after */
  distance = g_strdup_printf (_ ("Off the grid: %.0f ms on average, then %.0f ms."), 1000 * change->before_s,
                              1000 * change->after_s);
  return g_strdup_printf ("%s %s", moved, distance);
}

static void
compute (CtQuantiseBox *self)
{
  CtQuantiseOptions options;
  CtGridChange change;
  g_autoptr (GArray) plan = NULL;
  g_autofree guint64 *ids = NULL;
  g_autofree char *text = NULL;
  guint n;

  if (!self->open)
    return;
  options = get_options (self);
  ids = dup_ids (self, &n);
  plan = ct_grid_edits_plan_quantise (get_document (self), ids, n, &options, &change);
  show_preview (self, plan->len ? ct_grid_edits_preview (get_document (self), plan) : NULL);
  text = describe (&change);
  gtk_label_set_text (self->result, text);
  gtk_widget_set_sensitive (self->apply, plan->len > 0);
  gtk_widget_set_sensitive (self->as_heard, ct_grid_edits_count_remembered (get_document (self), ids, n) > 0);
}

/* ---- opening and closing ---- */

/* Takes the focus, or gives it back, so that the keys of the canvas go on working. */
static void
move_focus (CtQuantiseBox *self, gboolean here)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (here)
    {
      g_set_weak_pointer (&self->came_from, focus);
      gtk_widget_grab_focus (GTK_WIDGET (self->grid));
    }
  else if (self->came_from && (!focus || gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    gtk_widget_grab_focus (self->came_from);
}

static void
set_open (CtQuantiseBox *self, gboolean open)
{
  self->open = open;
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), open);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPEN]);
}

static void
close_box (CtQuantiseBox *self)
{
  if (!self->open)
    return;
  move_focus (self, FALSE);
  set_open (self, FALSE);
  show_preview (self, NULL);
  gtk_label_set_text (self->result, ""); /* screen readers find what is folded away, too */
}

static void
document_changed (CtQuantiseBox *self)
{
  if (!self->open)
    return;
  if (ct_document_get_tempo_map (get_document (self)))
    compute (self);
  else
    close_box (self);
}

static void
selection_changed (CtQuantiseBox *self)
{
  if (gtk_drop_down_get_selected (self->notes) == NOTES_SELECTED)
    compute (self);
}

static void
track_changed (CtQuantiseBox *self)
{
  if (gtk_drop_down_get_selected (self->notes) == NOTES_OF_TRACK)
    compute (self);
}

/* Another preview takes over the canvas, or this one was ended. */
static void
preview_changed (CtQuantiseBox *self)
{
  if (!self->open || ct_session_get_preview (self->session) == self->shown)
    return;
  self->shown = NULL;
  close_box (self);
}

/* The choices of the grid, the second of which is the session's. */
static void
show_grid (CtQuantiseBox *self)
{
  g_autofree char *name = ct_note_text_dup_grid (ct_session_get_grid (self->session));
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (self->grid));
  guint selected = gtk_drop_down_get_selected (self->grid);

  g_signal_handlers_block_by_func (self->grid, compute, self);
  gtk_string_list_splice (list, 1, 1, (const char *const[]){ name, NULL });
  gtk_drop_down_set_selected (self->grid, selected);
  g_signal_handlers_unblock_by_func (self->grid, compute, self);
  compute (self);
}

void
ct_quantise_box_open (CtQuantiseBox *self)
{
  gboolean was_open;
  guint n;

  g_return_if_fail (CT_IS_QUANTISE_BOX (self));
  if (!self->session || !ct_document_get_tempo_map (get_document (self)))
    return;
  ct_session_set_preview (self->session, NULL); /* of another tool */
  was_open = self->open;
  n = ct_selection_get_n (ct_session_get_selection (self->session));
  gtk_drop_down_set_selected (self->notes, n > 0 ? NOTES_SELECTED : NOTES_ALL);
  set_open (self, TRUE);
  if (!was_open)
    move_focus (self, TRUE);
  compute (self);
}

gboolean
ct_quantise_box_is_open (CtQuantiseBox *self)
{
  g_return_val_if_fail (CT_IS_QUANTISE_BOX (self), FALSE);
  return self->open;
}

static void
apply_clicked (CtQuantiseBox *self)
{
  CtQuantiseOptions options = get_options (self);
  g_autofree guint64 *ids = NULL;
  g_autofree char *text = NULL;
  guint n;

  ids = dup_ids (self, &n);
  close_box (self);
  n = ct_grid_edits_quantise (get_document (self), ids, n, &options);
  text = g_strdup_printf (ngettext ("%u note quantized", "%u notes quantized", n), n);
  ct_toast_send (GTK_WIDGET (self), text, TRUE);
}

static void
as_heard_clicked (CtQuantiseBox *self)
{
  g_autofree guint64 *ids = NULL;
  g_autofree char *text = NULL;
  guint n;

  ids = dup_ids (self, &n);
  close_box (self);
  n = ct_grid_edits_restore (get_document (self), ids, n);
  text = g_strdup_printf (ngettext ("%u note as heard", "%u notes as heard", n), n);
  ct_toast_send (GTK_WIDGET (self), text, TRUE);
}

void
ct_quantise_box_set_session (CtQuantiseBox *self, CtSession *session)
{
  g_return_if_fail (CT_IS_QUANTISE_BOX (self));
  if (self->session == session)
    return;
  if (self->session)
    close_box (self);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->of_session, session);
  g_signal_group_set_target (self->of_selection, session ? ct_session_get_selection (session) : NULL);
  g_signal_group_set_target (self->of_document, session ? ct_session_get_document (session) : NULL);
  if (session)
    show_grid (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

/* ---- the widgets ---- */

static GtkWidget *
add_choice (GtkWidget *box, const char *const *names, const char *label)
{
  GtkWidget *drop_down = GTK_WIDGET (ct_drop_down_new (gtk_string_list_new (names), label));

  gtk_box_append (GTK_BOX (box), drop_down);
  return drop_down;
}

static GtkWidget *
add_check (GtkWidget *box, const char *label)
{
  GtkWidget *check = gtk_check_button_new_with_mnemonic (label);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_box_append (GTK_BOX (box), check);
  return check;
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, GCallback clicked, CtQuantiseBox *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_hexpand (button, TRUE);
  gtk_box_append (GTK_BOX (box), button);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

static void
make_choices (CtQuantiseBox *self, GtkWidget *box)
{
  const char *const notes[] = { _ ("Selected notes"), _ ("Current track"), _ ("All notes"), NULL };
  /* Translators: the grid of each beat is found */
  const char *const grids[] = { _ ("Automatic"), "", NULL };
  GtkWidget *edges = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->notes = GTK_DROP_DOWN (add_choice (box, notes, _ ("Notes")));
  self->grid = GTK_DROP_DOWN (add_choice (box, grids, _ ("Grid")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->grid),
                               _ ("Automatic gives each beat the grid that explains its notes best"));
  self->starts = add_check (edges, _ ("St_arts"));
  self->ends = add_check (edges, _ ("_Ends"));
  gtk_widget_set_tooltip_text (self->ends, _ ("Staccato notes keep their length"));
  gtk_box_append (GTK_BOX (box), edges);
  self->strength = gtk_adjustment_new (100, 0, 100, 1, 10, 0);
  ct_control_rows_add_slider (box, _ ("St_rength"), "%",
                              _ ("How far notes move toward the grid. Double-click the slider to reset."),
                              self->strength, 100);
}

static void
make_ending (CtQuantiseBox *self, GtkWidget *box)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->result = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, "wrap",
                               TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "width-chars", 20, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->result), "ct-numeric");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->result));
  self->as_heard = add_button (buttons, _ ("As _Heard"), G_CALLBACK (as_heard_clicked), self);
  gtk_widget_set_tooltip_text (self->as_heard, _ ("Bring these notes back to where they were heard"));
  add_button (buttons, _ ("_Cancel"), G_CALLBACK (close_box), self);
  self->apply = add_button (buttons, _ ("_Apply"), G_CALLBACK (apply_clicked), self);
  gtk_widget_add_css_class (self->apply, "suggested-action");
  gtk_widget_set_tooltip_text (self->apply, _ ("Apply to the score; a single step to undo"));
  gtk_box_append (GTK_BOX (box), buttons);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  CtQuantiseBox *self = CT_QUANTISE_BOX (widget);

  if (!self->open)
    return GDK_EVENT_PROPAGATE;
  close_box (self);
  return GDK_EVENT_STOP;
}

static void
connect_all (CtQuantiseBox *self)
{
  self->of_session = g_signal_group_new (CT_TYPE_SESSION);
  self->of_selection = g_signal_group_new (CT_TYPE_SELECTION);
  self->of_document = g_signal_group_new (CT_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->of_session, "preview-changed", G_CALLBACK (preview_changed), self);
  g_signal_group_connect_swapped (self->of_session, "notify::grid", G_CALLBACK (show_grid), self);
  g_signal_group_connect_swapped (self->of_session, "notify::swing", G_CALLBACK (compute), self);
  g_signal_group_connect_swapped (self->of_session, "notify::current-track", G_CALLBACK (track_changed), self);
  g_signal_group_connect_swapped (self->of_selection, "changed", G_CALLBACK (selection_changed), self);
  g_signal_group_connect_swapped (self->of_document, "changed", G_CALLBACK (document_changed), self);
  g_signal_connect_swapped (self->notes, "notify::selected", G_CALLBACK (compute), self);
  g_signal_connect_swapped (self->grid, "notify::selected", G_CALLBACK (compute), self);
  g_signal_connect_swapped (self->starts, "toggled", G_CALLBACK (compute), self);
  g_signal_connect_swapped (self->ends, "toggled", G_CALLBACK (compute), self);
  g_signal_connect_swapped (self->strength, "value-changed", G_CALLBACK (compute), self);
}

static void
ct_quantise_box_init (CtQuantiseBox *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new (), *ending = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (outer), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  /* for low windows */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_box_append (GTK_BOX (outer), scrolled);
  gtk_box_append (GTK_BOX (outer), ending);
  for (int i = 0; i < 2; i++)
    {
      GtkWidget *part = i ? ending : box;

      gtk_widget_set_margin_start (part, 12);
      gtk_widget_set_margin_end (part, 12);
      gtk_widget_set_margin_top (part, i ? 0 : 9);
      gtk_widget_set_margin_bottom (part, i ? 9 : 6);
    }
  ct_control_rows_add_heading (box, _ ("Quantize"));
  make_choices (self, box);
  make_ending (self, ending);
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer), GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), outer);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  connect_all (self);
}

static void
ct_quantise_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_QUANTISE_BOX (object)->session);
  else if (id == PROP_OPEN)
    g_value_set_boolean (value, CT_QUANTISE_BOX (object)->open);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_quantise_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ct_quantise_box_set_session (CT_QUANTISE_BOX (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_quantise_box_dispose (GObject *object)
{
  CtQuantiseBox *self = CT_QUANTISE_BOX (object);

  ct_quantise_box_set_session (self, NULL);
  g_clear_object (&self->of_session);
  g_clear_object (&self->of_selection);
  g_clear_object (&self->of_document);
  g_clear_weak_pointer (&self->came_from);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_quantise_box_parent_class)->dispose (object);
}

static void
ct_quantise_box_class_init (CtQuantiseBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_quantise_box_get_property;
  object_class->set_property = ct_quantise_box_set_property;
  object_class->dispose = ct_quantise_box_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

GtkWidget *
ct_quantise_box_new (void)
{
  return g_object_new (CT_TYPE_QUANTISE_BOX, NULL);
}
