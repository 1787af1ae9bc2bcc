/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tracks/ct-track-row.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/base/ct-score.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-track-edits.h"
#include "ui/support/ct-program-names.h"
#include "ui/tracks/ct-track-flags.h"
#include "ui/tracks/ct-track-settings.h"
#include "ui/tracks/ct-track-sound.h"
#include "ui/widgets/ct-color-button.h"
#include "ui/widgets/ct-program-list.h"
#include "ui/widgets/ct-toast.h"

struct _CtTrackRow
{
  GtkWidget parent_instance;

  CtDocument *document;
  CtTrackItem *item;
  CtTrackSettings *settings; /* of the item, or NULL */
  GBindingGroup *bindings;   /* of the buttons to the settings */
  int drop_edge;             /* where a dragged row would be dropped: 0 nowhere, -1 above, 1 below */

  GtkWidget *colour;
  GtkWidget *number;
  GtkWidget *stack; /* the name as a label or an entry */
  GtkWidget *name;
  GtkWidget *entry;
  GtkWidget *recognised; /* a button to refuse the name */
  GtkWidget *count;
  GtkWidget *program;
  GtkWidget *program_label;
  CtTrackFlags flags;
  GtkWidget *sound;
};

enum
{
  DROP,
  MENU,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CtTrackRow, ct_track_row, GTK_TYPE_WIDGET)

/* ---- showing ---- */

/* What a screen reader says of the row in the list, which has the focus. */
static void
describe_row (CtTrackRow *self, const char *name, const char *counted)
{
  const CtEditTrack *track = ct_track_item_get_track (self->item);
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  const char *words[9] = { name, ct_program_get_name (track->program), counted };
  g_autofree char *text = NULL;
  gsize n = 3;

  /* Translators: what a screen reader says of a track */
  if (track->recognition == CT_RECOGNITION_DONE)
    words[n++] = _ ("recognized");
  if (track->mute)
    words[n++] = _ ("muted");
  if (track->solo)
    words[n++] = _ ("solo");
  if (track->locked)
    words[n++] = _ ("locked");
  if (!track->visible)
    words[n++] = _ ("hidden");
  text = g_strjoinv (C_ ("between the parts of a list", ", "), (char **) words);
  if (row)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* The mark of a track that was recognised. */
static void
show_recognised (CtTrackRow *self, const CtEditTrack *track, const char *name)
{
  /* Translators: %s is the name of a track that the program recognized */
  g_autofree char *text = g_strdup_printf (_ ("Recognized from other songs: click if this is not %s"), name);

  gtk_widget_set_visible (self->recognised, track->recognition == CT_RECOGNITION_DONE);
  if (track->recognition == CT_RECOGNITION_DONE)
    gtk_widget_set_tooltip_text (self->recognised, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->recognised), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show_labels (CtTrackRow *self, const char *name)
{
  const CtEditTrack *track = ct_track_item_get_track (self->item);
  g_autofree char *coloured = NULL, *described = NULL;

  /* Translators: %s is the name of a track */
  coloured = g_strdup_printf (_ ("Color of %s"), name);
  ct_color_button_set_label (CT_COLOR_BUTTON (self->colour), coloured);
  /* Translators: the first %s is the name of a track, the second one of its instrument */
  described = g_strdup_printf (_ ("Instrument of %s: %s"), name, ct_program_get_name (track->program));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->program), GTK_ACCESSIBLE_PROPERTY_LABEL, described, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_sound (CtTrackRow *self, const CtEditTrack *track, const char *name)
{
  g_autofree char *text = ct_track_sound_dup_text (track);
  /* Translators: the first %s is the name of a track, the second one says how loud it is */
  g_autofree char *label = g_strdup_printf (_ ("Sound of %s: %s"), name, text);

  /* an icon that is set is a new image, whatever it was before */
  if (g_strcmp0 (gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (self->sound)), ct_track_sound_get_icon (track)) != 0)
    gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->sound), ct_track_sound_get_icon (track));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sound), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static char *
dup_counted (CtTrackRow *self)
{
  guint n_notes = ct_track_item_get_n_notes (self->item);

  return g_strdup_printf (ngettext ("%u note", "%u notes", n_notes), n_notes);
}

/* What follows the track is told when it is asked for: a text that is set asks the display where the pointer is, which,
 * for hundreds of rows, takes longer than all else together. */
static gboolean
on_query_tooltip (GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip, CtTrackRow *self)
{
  g_autofree char *text = NULL;

  if (!self->item)
    return FALSE;
  if (widget == self->count)
    text = dup_counted (self);
  else if (widget == self->sound)
    text = ct_track_sound_dup_text (ct_track_item_get_track (self->item));
  else
    text = g_strdup (gtk_label_get_text (GTK_LABEL (self->name)));
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
explain_later (CtTrackRow *self, GtkWidget *widget)
{
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (on_query_tooltip), self);
}

static void
update (CtTrackRow *self)
{
  const CtEditTrack *track = ct_track_item_get_track (self->item);
  guint n_notes = ct_track_item_get_n_notes (self->item);
  g_autofree char *number = g_strdup_printf ("%u", ct_track_item_get_place (self->item) + 1);
  g_autofree char *name = ct_document_dup_track_name (self->document, track->id);
  g_autofree char *count = g_strdup_printf ("%u", n_notes);
  g_autofree char *counted = dup_counted (self);

  gtk_label_set_text (GTK_LABEL (self->number), number);
  gtk_label_set_text (GTK_LABEL (self->name), name);
  gtk_label_set_text (GTK_LABEL (self->count), count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->count), GTK_ACCESSIBLE_PROPERTY_LABEL, counted, -1);
  gtk_label_set_text (GTK_LABEL (self->program_label), ct_program_get_name (track->program));
  ct_color_button_set_rgb (CT_COLOR_BUTTON (self->colour), track->rgb);
  if (track->visible)
    gtk_widget_remove_css_class (self->name, "dim-label");
  else
    gtk_widget_add_css_class (self->name, "dim-label");
  show_labels (self, name);
  ct_track_flags_show (&self->flags, track, name);
  show_recognised (self, track, name);
  describe_row (self, name, counted);
  show_sound (self, track, name);
}

void
ct_track_row_bind (CtTrackRow *self, CtDocument *document, CtTrackItem *item)
{
  g_return_if_fail (CT_IS_TRACK_ROW (self));
  g_return_if_fail ((document == NULL) == (item == NULL));

  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->document, document);
  g_set_object (&self->item, item);
  g_binding_group_set_source (self->bindings, NULL);
  g_clear_object (&self->settings);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->name);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->program), NULL);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->sound), NULL);
  if (!item)
    return;
  self->settings = ct_track_settings_new (document, item);
  g_binding_group_set_source (self->bindings, self->settings);
  g_signal_connect_swapped (item, "changed", G_CALLBACK (update), self);
  update (self);
}

CtTrackItem *
ct_track_row_get_item (CtTrackRow *self)
{
  g_return_val_if_fail (CT_IS_TRACK_ROW (self), NULL);
  return self->item;
}

/* ---- changing ---- */

/* Whether the row has a track that still exists. */
static gboolean
is_live (CtTrackRow *self)
{
  return self->item && ct_document_get_track (self->document, ct_track_item_get_id (self->item));
}

static void
on_colour_chosen (CtTrackRow *self, guint rgb)
{
  if (is_live (self))
    ct_track_edits_set_colour (self->document, ct_track_item_get_id (self->item), rgb);
}

static void
on_refused (CtTrackRow *self)
{
  g_autofree char *text = NULL;

  if (!is_live (self))
    return;
  /* Translators: %s is the name of a track that was recognized wrongly */
  text = g_strdup_printf (_ ("Not %s"), gtk_label_get_text (GTK_LABEL (self->name)));
  ct_track_edits_refuse (self->document, ct_track_item_get_id (self->item));
  ct_toast_send (GTK_WIDGET (self), text, TRUE);
}

static void
on_program_chosen (CtTrackRow *self, guint program)
{
  guint32 id;

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->program));
  if (!is_live (self))
    return;
  id = ct_track_item_get_id (self->item);
  ct_track_edits_set_program (self->document, &id, 1, program);
}

/* Made on demand: 128 rows for each track would be slow. */
static void
make_program_popover (GtkMenuButton *button, gpointer data)
{
  CtTrackRow *self = data;
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (!self->item)
    return;
  if (!popover)
    {
      GtkWidget *list = ct_program_list_new ();

      popover = GTK_POPOVER (gtk_popover_new ());
      gtk_popover_set_child (popover, list);
      g_signal_connect_object (list, "chosen", G_CALLBACK (on_program_chosen), self, G_CONNECT_SWAPPED);
      gtk_menu_button_set_popover (button, GTK_WIDGET (popover));
    }
  ct_program_list_set_program (CT_PROGRAM_LIST (gtk_popover_get_child (popover)),
                               ct_track_item_get_track (self->item)->program);
}

static void
make_sound_popover (GtkMenuButton *button, gpointer data)
{
  CtTrackRow *self = data;

  if (self->item && !gtk_menu_button_get_popover (button))
    gtk_menu_button_set_popover (button, ct_track_sound_new (self->settings));
}

static void
end_rename (CtTrackRow *self, gboolean take)
{
  const char *text;
  gboolean had_focus;

  if (!self->entry || gtk_stack_get_visible_child (GTK_STACK (self->stack)) != self->entry)
    return;
  text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  had_focus = gtk_widget_has_focus (self->entry) || gtk_widget_get_focus_child (self->entry) != NULL;
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->name);
  /* the list's row, so that arrow keys continue from here */
  if (had_focus && gtk_widget_get_parent (GTK_WIDGET (self)))
    gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (self)));
  if (take && is_live (self) && g_strcmp0 (text, gtk_label_get_text (GTK_LABEL (self->name))) != 0)
    ct_track_edits_rename (self->document, ct_track_item_get_id (self->item), text);
}

static void
on_entry_activate (CtTrackRow *self)
{
  end_rename (self, TRUE);
}

static void
on_entry_focus_leave (CtTrackRow *self)
{
  end_rename (self, TRUE);
}

static gboolean
on_entry_key (CtTrackRow *self, guint key)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  end_rename (self, FALSE);
  return GDK_EVENT_STOP;
}

/* The entry is made on demand, as most tracks are never renamed. */
static void
make_entry (CtTrackRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new (), *keys = gtk_event_controller_key_new ();

  self->entry = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), CT_TRACK_NAME_SIZE - 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 6);
  gtk_widget_add_controller (self->entry, focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_entry_activate), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_entry_focus_leave), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_entry_key), self);
  gtk_stack_add_child (GTK_STACK (self->stack), self->entry);
}

void
ct_track_row_rename (CtTrackRow *self)
{
  g_autofree char *label = NULL;

  g_return_if_fail (CT_IS_TRACK_ROW (self));

  if (!is_live (self))
    return;
  if (!self->entry)
    make_entry (self);
  label = g_strdup_printf (_ ("Name of %s"), gtk_label_get_text (GTK_LABEL (self->name)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), gtk_label_get_text (GTK_LABEL (self->name)));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->entry);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static void
on_secondary_pressed (CtTrackRow *self, int n_press, double x, double y)
{
  g_signal_emit (self, signals[MENU], 0, x, y);
}

/* ---- dragging ---- */

static GdkContentProvider *
on_drag_prepare (CtTrackRow *self)
{
  return self->item ? gdk_content_provider_new_typed (CT_TYPE_TRACK_ITEM, self->item) : NULL;
}

static void
on_drag_begin (CtTrackRow *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, paintable, 0, 0);
}

static void
set_drop_edge (CtTrackRow *self, int edge)
{
  if (self->drop_edge == edge)
    return;
  self->drop_edge = edge;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static GdkDragAction
on_drop_motion (CtTrackRow *self, double x, double y)
{
  set_drop_edge (self, y > gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 ? 1 : -1);
  return GDK_ACTION_MOVE;
}

static void
on_drop_leave (CtTrackRow *self)
{
  set_drop_edge (self, 0);
}

static gboolean
on_drop (CtTrackRow *self, const GValue *value, double x, double y)
{
  gboolean below = y > gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  set_drop_edge (self, 0);
  if (!self->item)
    return FALSE;
  g_signal_emit (self, signals[DROP], 0, g_value_get_object (value), below);
  return TRUE;
}

static void
add_dragging (CtTrackRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (CT_TYPE_TRACK_ITEM, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (on_drag_prepare), self);
  g_signal_connect_swapped (source, "drag-begin", G_CALLBACK (on_drag_begin), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  g_signal_connect_swapped (target, "enter", G_CALLBACK (on_drop_motion), self);
  g_signal_connect_swapped (target, "motion", G_CALLBACK (on_drop_motion), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (on_drop_leave), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
ct_track_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtTrackRow *self = CT_TRACK_ROW (widget);
  float height = (float) gtk_widget_get_height (widget);
  GdkRGBA colour;

  GTK_WIDGET_CLASS (ct_track_row_parent_class)->snapshot (widget, snapshot);
  if (self->drop_edge == 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (0, self->drop_edge < 0 ? 0 : height - 2,
                                                  (float) gtk_widget_get_width (widget), 2));
}

/* ---- construction ---- */

static void
ct_track_row_dispose (GObject *object)
{
  CtTrackRow *self = CT_TRACK_ROW (object);
  GtkWidget *child;

  if (self->item)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->bindings);
  g_clear_object (&self->settings);
  g_clear_object (&self->item);
  g_clear_object (&self->document);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ct_track_row_parent_class)->dispose (object);
}

static void
ct_track_row_class_init (CtTrackRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_track_row_dispose;
  widget_class->snapshot = ct_track_row_snapshot;
  signals[DROP] = g_signal_new ("drop", CT_TYPE_TRACK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                CT_TYPE_TRACK_ITEM, G_TYPE_BOOLEAN);
  signals[MENU] = g_signal_new ("menu", CT_TYPE_TRACK_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "track");
}

static void
make_colour (CtTrackRow *self, GtkWidget *line)
{
  self->colour = ct_color_button_new ();
  gtk_widget_set_valign (self->colour, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), self->colour);
  g_signal_connect_swapped (self->colour, "chosen", G_CALLBACK (on_colour_chosen), self);
}

static void
make_name (CtTrackRow *self, GtkWidget *line)
{
  self->number = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->number, "dim-label");
  gtk_widget_add_css_class (self->number, "numeric");
  gtk_label_set_width_chars (GTK_LABEL (self->number), 2);
  gtk_box_append (GTK_BOX (line), self->number);

  self->name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
  explain_later (self, self->name);

  self->stack = gtk_stack_new ();
  gtk_widget_set_hexpand (self->stack, TRUE);
  gtk_stack_add_child (GTK_STACK (self->stack), self->name);
  gtk_box_append (GTK_BOX (line), self->stack);

  self->recognised = gtk_button_new_from_icon_name ("ct-timbres-symbolic");
  gtk_widget_add_css_class (self->recognised, "flat");
  gtk_widget_add_css_class (self->recognised, "circular");
  gtk_widget_set_visible (self->recognised, FALSE);
  gtk_box_append (GTK_BOX (line), self->recognised);
  g_signal_connect_swapped (self->recognised, "clicked", G_CALLBACK (on_refused), self);

  self->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count, "dim-label");
  gtk_widget_add_css_class (self->count, "numeric");
  explain_later (self, self->count);
  gtk_box_append (GTK_BOX (line), self->count);
}

static void
make_program (CtTrackRow *self, GtkWidget *line)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  self->program = gtk_menu_button_new ();
  self->program_label = gtk_label_new (NULL);
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_NORMAL));
  gtk_label_set_attributes (GTK_LABEL (self->program_label), attributes);
  gtk_label_set_xalign (GTK_LABEL (self->program_label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->program_label), PANGO_ELLIPSIZE_END);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->program), self->program_label);
  /* the button's inner box would centre it */
  gtk_widget_set_hexpand (self->program_label, TRUE);
  gtk_widget_set_halign (gtk_widget_get_parent (self->program_label), GTK_ALIGN_FILL);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (self->program), FALSE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->program), make_program_popover, self, NULL);
  gtk_widget_set_tooltip_text (self->program, _ ("Instrument for MIDI and Synthesis"));
  gtk_widget_set_hexpand (self->program, TRUE);
  gtk_box_append (GTK_BOX (line), self->program);
}

static void
make_sound (CtTrackRow *self, GtkWidget *line)
{
  self->sound = gtk_menu_button_new ();
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->sound), make_sound_popover, self, NULL);
  gtk_widget_add_css_class (self->sound, "flat");
  gtk_widget_add_css_class (self->sound, "circular");
  explain_later (self, self->sound);
  gtk_box_append (GTK_BOX (line), self->sound);
}

static void
ct_track_row_init (CtTrackRow *self)
{
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *second = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkGesture *secondary = gtk_gesture_click_new ();
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->bindings = g_binding_group_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_margin_start (first, 6);
  gtk_widget_set_margin_end (first, 12);
  gtk_widget_set_margin_top (first, 3);
  gtk_widget_set_margin_end (second, 6);
  gtk_widget_set_margin_bottom (second, 3);
  gtk_widget_set_parent (first, GTK_WIDGET (self));
  gtk_widget_set_parent (second, GTK_WIDGET (self));
  make_colour (self, first);
  make_name (self, first);
  make_program (self, second);
  make_sound (self, second);
  ct_track_flags_make (&self->flags, GTK_BOX (second), self->bindings);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
  g_signal_connect_swapped (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self);
  add_dragging (self);
}

GtkWidget *
ct_track_row_new (void)
{
  return g_object_new (CT_TYPE_TRACK_ROW, NULL);
}
