/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-note-inspector.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-pitch-name.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-note-bends.h"
#include "ui/session/ct-note-edits.h"
#include "ui/session/ct-note-text.h"
#include "ui/session/ct-pitch-text.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-value-text.h"
#include "ui/tools/ct-track-choice.h"
#include "ui/widgets/ct-drop-down.h"
#include "ui/widgets/ct-toast.h"

#define N_FIELDS (CT_NOTE_VELOCITY + 1)
#define ENTRY_CHARS 8
#define TEXT_CHARS 20 /* the width of texts: the selection must not resize the canvas beside it */
#define ERROR_CLASS "error"

struct _CtNoteInspector
{
  GtkWidget parent_instance;

  CtSession *session;
  GSignalGroup *of_selection, *of_document, *of_session;
  CtNoteBends *bends;
  GtkWidget *status;
  GtkWidget *grid;
  GtkWidget *entries[N_FIELDS]; /* by CtNoteField */
  GtkWidget *measured;
  char *shown[N_FIELDS]; /* what they showed before anything was typed */
  CtTrackChoice *tracks;
};

enum
{
  PROP_SESSION = 1,
};

G_DEFINE_FINAL_TYPE (CtNoteInspector, ct_note_inspector, GTK_TYPE_WIDGET)

static CtDocument *
document_of (CtNoteInspector *self)
{
  return self->session ? ct_session_get_document (self->session) : NULL;
}

/* ---- showing ---- */

static char *
dup_field (CtSession *session, const CtEditNote *note, CtNoteField field)
{
  switch (field)
    {
    case CT_NOTE_PITCH:
      return ct_pitch_text_dup (session, note->midi, note->onset_s);
    case CT_NOTE_ONSET:
      return ct_value_text_dup_time (note->onset_s);
    case CT_NOTE_DURATION:
      return g_strdup_printf ("%.3f", note->offset_s - note->onset_s);
    case CT_NOTE_VELOCITY:
      return g_strdup_printf ("%d", note->velocity);
    default:
      g_return_val_if_reached (NULL);
    }
}

/* The value of @field that all of @ids have; NULL: they differ. */
static char *
dup_common (CtSession *session, const guint64 *ids, guint n, CtNoteField field)
{
  g_autofree char *common = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = dup_field (session, ct_document_get_note (ct_session_get_document (session), ids[i]),
                                         field);

      if (common && strcmp (common, text) != 0)
        return NULL;
      if (!common)
        common = g_steal_pointer (&text);
    }
  return g_steal_pointer (&common);
}

static void
show_text (CtNoteInspector *self, CtNoteField field, const char *text, gboolean mixed)
{
  GtkWidget *entry = self->entries[field];

  gtk_widget_remove_css_class (entry, ERROR_CLASS);
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE, -1);
  /* Translators: of several notes that do not share a value */
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), mixed ? _ ("mixed") : "");
  g_free (self->shown[field]);
  self->shown[field] = g_strdup (text ? text : "");
  gtk_editable_set_text (GTK_EDITABLE (entry), self->shown[field]);
}

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* The median of the pitches measured along @note; NAN: there are none. */
static float
median_cents (CtNoteInspector *self, const CtEditNote *note)
{
  g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (float));
  gsize n;
  const float *cents = ct_note_bends_get (self->bends, ct_document_get_evidence (document_of (self)), note, &n);

  for (gsize i = 0; cents && i < n; i++)
    if (isfinite (cents[i]))
      g_array_append_val (known, cents[i]);
  g_array_sort (known, compare_floats);
  return known->len ? g_array_index (known, float, known->len / 2) : NAN;
}

static void
show_measured (CtNoteInspector *self, const CtEditNote *note)
{
  float cents = note ? median_cents (self, note) : NAN;
  g_autofree char *text = NULL;

  if (isfinite (cents))
    /* Translators: the measured pitch of a note: hundredths of a semitone from its name, and its frequency */
    text = g_strdup_printf (_ ("%+.0f cents, %.1f Hz"), (double) cents,
                            ct_value_text_hz (note->midi + (double) cents / 100));
  else if (note)
    text = g_strdup_printf (_ ("%.1f Hz"), ct_value_text_hz (note->midi));
  gtk_label_set_text (GTK_LABEL (self->measured), text ? text : "");
}

/* The track that all of @ids are on; 0: they are on several. */
static guint32
common_track (CtNoteInspector *self, const guint64 *ids, guint n)
{
  guint32 track = n > 0 ? ct_document_get_note (document_of (self), ids[0])->track : 0;

  for (guint i = 1; i < n && track != 0; i++)
    if (ct_document_get_note (document_of (self), ids[i])->track != track)
      track = 0;
  return track;
}

/* Names the selection, for a screen reader in words. */
static void
show_status (CtNoteInspector *self)
{
  g_autofree char *status = self->session ? ct_note_text_dup_selection (self->session) : NULL;
  g_autofree char *spoken = self->session ? ct_note_text_dup_spoken_selection (self->session) : NULL;
  const char *none = _ ("No notes selected");

  gtk_label_set_text (GTK_LABEL (self->status), status ? status : none);
  gtk_widget_set_tooltip_text (self->status, status);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken ? spoken : none,
                                  -1);
}

/* Fills the entries before they become insensitive and lose the focus: an entry that is left then contains nothing the
 * user has typed. */
static void
show_selection (CtNoteInspector *self)
{
  guint n = 0;
  g_autofree guint64 *ids = self->session ? ct_selection_dup (ct_session_get_selection (self->session), &n) : NULL;

  show_status (self);
  for (CtNoteField field = CT_NOTE_PITCH; field < N_FIELDS; field++)
    {
      g_autofree char *text = n ? dup_common (self->session, ids, n, field) : NULL;

      show_text (self, field, text, n > 0 && !text);
    }
  show_measured (self, n == 1 ? ct_document_get_note (document_of (self), ids[0]) : NULL);
  ct_track_choice_show (self->tracks, document_of (self), common_track (self, ids, n), n > 0 ? _ ("mixed") : "");
  gtk_widget_set_sensitive (self->grid, n > 0);
}

static void
document_changed (CtNoteInspector *self, guint changes)
{
  if (changes & (CT_DOCUMENT_NOTES | CT_DOCUMENT_TRACKS))
    {
      ct_note_bends_clear (self->bends);
      show_selection (self);
    }
}

/* Pitches are called otherwise. What is being typed stays. */
static void
names_changed (CtNoteInspector *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entries[CT_NOTE_PITCH]));
  guint n;
  g_autofree guint64 *ids = ct_selection_dup (ct_session_get_selection (self->session), &n);
  g_autofree char *text = n ? dup_common (self->session, ids, n, CT_NOTE_PITCH) : NULL;

  show_status (self);
  if (strcmp (typed, self->shown[CT_NOTE_PITCH]) == 0)
    show_text (self, CT_NOTE_PITCH, text, n > 0 && !text);
}

static void
evidence_changed (CtNoteInspector *self)
{
  ct_note_bends_clear (self->bends);
  show_selection (self);
}

/* ---- typing ---- */

/* Reads what was typed; FALSE: it is not a value of @field. */
static gboolean
parse_field (CtSession *session, CtNoteField field, const char *text, double *value, gboolean *relative)
{
  gboolean negative = text[0] == '-' || g_str_has_prefix (text, "−");
  CtPitchNaming naming;
  int midi;

  *relative = negative || text[0] == '+';
  if (*relative)
    {
      if (!ct_value_text_parse_number (g_utf8_next_char (text), value))
        return FALSE;
      *value = negative ? -*value : *value;
      return TRUE;
    }
  switch (field)
    {
    case CT_NOTE_PITCH:
      ct_pitch_text_get_naming (session, &naming);
      if (!ct_value_text_parse_pitch (naming.names, text, &midi))
        return FALSE;
      *value = midi;
      return TRUE;
    case CT_NOTE_ONSET:
    case CT_NOTE_DURATION:
      return ct_value_text_parse_time (text, value);
    default:
      return ct_value_text_parse_number (text, value);
    }
}

static const char *
hint (CtNoteField field)
{
  switch (field)
    {
    case CT_NOTE_PITCH:
      return _ ("A pitch such as A4, C♯3 or 60; +1 or −12 transposes by semitones");
    case CT_NOTE_ONSET:
      return _ ("A time such as 1:02.5; +0.1 or −0.1 moves by seconds");
    case CT_NOTE_DURATION:
      return _ ("In seconds; +0.1 or −0.1 changes the length by that amount");
    default:
      return _ ("1 to 127; +10 or −10 changes it by that amount");
    }
}

static void
mark_invalid (CtNoteInspector *self, CtNoteField field)
{
  GtkWidget *entry = self->entries[field];

  gtk_widget_add_css_class (entry, ERROR_CLASS);
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  ct_toast_send (entry, hint (field), FALSE);
}

/* Applies what was typed into @field. What cannot be read stays there, marked as invalid, if @keep, and is replaced
 * otherwise. */
static void
commit (CtNoteInspector *self, CtNoteField field, gboolean keep)
{
  GtkWidget *entry = self->entries[field];
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  g_autofree guint64 *ids = NULL;
  gboolean relative;
  double value;
  guint n;

  if (!self->session || strcmp (text, self->shown[field]) == 0)
    return;
  if (!*text || !parse_field (self->session, field, text, &value, &relative))
    {
      if (keep && *text)
        mark_invalid (self, field);
      else
        show_selection (self);
      return;
    }
  ids = ct_note_edits_dup_picked (self->session, &n);
  if (ct_note_edits_set (document_of (self), ids, n, field, value, relative) == 0)
    show_selection (self);
}

static CtNoteField
field_of (CtNoteInspector *self, GtkWidget *entry)
{
  CtNoteField field = CT_NOTE_PITCH;

  while (field + 1 < N_FIELDS && self->entries[field] != entry)
    field++;
  return field;
}

static gboolean
is_typed (CtNoteInspector *self, CtNoteField field)
{
  return strcmp (gtk_editable_get_text (GTK_EDITABLE (self->entries[field])), self->shown[field]) != 0;
}

/* What is typed next replaces what was taken. */
static void
entry_activated (GtkEntry *entry, CtNoteInspector *self)
{
  CtNoteField field = field_of (self, GTK_WIDGET (entry));

  commit (self, field, TRUE);
  if (!is_typed (self, field))
    gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
}

static void
entry_left (GtkEventControllerFocus *focus, CtNoteInspector *self)
{
  commit (self, field_of (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus))), FALSE);
}

/* Escape restores what was there; where that stands already, the window has the key. */
static gboolean
entry_key (GtkEventControllerKey *controller, guint keyval, guint code, GdkModifierType state, CtNoteInspector *self)
{
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  if (keyval != GDK_KEY_Escape || !is_typed (self, field_of (self, entry)))
    return GDK_EVENT_PROPAGATE;
  show_selection (self);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
  return GDK_EVENT_STOP;
}

static void
track_chosen (guint32 id, gpointer data)
{
  CtNoteInspector *self = data;
  const CtEditTrack *track = ct_document_get_track (document_of (self), id);
  guint n;
  g_autofree guint64 *ids = ct_note_edits_dup_picked (self->session, &n);

  if (ct_note_edits_move_to_track (document_of (self), ids, n, id) > 0)
    return;
  if (track && track->locked)
    ct_toast_send (ct_track_choice_get_widget (self->tracks), _ ("The track is locked."), FALSE);
  show_selection (self);
}

/* ---- the widget ---- */

static void
set_session (CtNoteInspector *self, CtSession *session)
{
  CtDocument *document = session ? ct_session_get_document (session) : NULL;

  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->of_selection, session ? ct_session_get_selection (session) : NULL);
  g_signal_group_set_target (self->of_document, document);
  g_signal_group_set_target (self->of_session, session);
  ct_note_bends_clear (self->bends);
  show_selection (self);
  g_object_notify (G_OBJECT (self), "session");
}

static void
ct_note_inspector_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_NOTE_INSPECTOR (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_note_inspector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    set_session (CT_NOTE_INSPECTOR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_note_inspector_dispose (GObject *object)
{
  CtNoteInspector *self = CT_NOTE_INSPECTOR (object);
  GtkWidget *child;

  if (self->of_selection)
    {
      g_signal_group_set_target (self->of_selection, NULL);
      g_signal_group_set_target (self->of_document, NULL);
      g_signal_group_set_target (self->of_session, NULL);
    }
  g_clear_object (&self->of_selection);
  g_clear_object (&self->of_document);
  g_clear_object (&self->of_session);
  g_clear_object (&self->session);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);
  g_clear_pointer (&self->tracks, ct_track_choice_free);
  g_clear_pointer (&self->bends, ct_note_bends_free);
  for (CtNoteField field = CT_NOTE_PITCH; field < N_FIELDS; field++)
    g_clear_pointer (&self->shown[field], g_free);
  G_OBJECT_CLASS (ct_note_inspector_parent_class)->dispose (object);
}

static void
ct_note_inspector_class_init (CtNoteInspectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_note_inspector_get_property;
  object_class->set_property = ct_note_inspector_set_property;
  object_class->dispose = ct_note_inspector_dispose;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                            | G_PARAM_EXPLICIT_NOTIFY));
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "noteinspector");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
label_control (GtkWidget *grid, GtkWidget *control, const char *text, int column, int row, int width)
{
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), control);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), control, column + 1, row, width, 1);
}

static void
add_entry (CtNoteInspector *self, CtNoteField field, const char *label, int column, int row)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new (), *key = gtk_event_controller_key_new ();

  self->entries[field] = entry;
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), ENTRY_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), ENTRY_CHARS);
  gtk_entry_set_max_length (GTK_ENTRY (entry), 40);
  if (field != CT_NOTE_PITCH) /* the space bar plays from numbers */
    gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_add_css_class (entry, "ct-numeric");
  gtk_widget_set_tooltip_text (entry, hint (field));
  g_signal_connect (entry, "activate", G_CALLBACK (entry_activated), self);
  g_signal_connect (focus, "leave", G_CALLBACK (entry_left), self);
  gtk_widget_add_controller (entry, focus);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (entry_key), self);
  gtk_widget_add_controller (entry, key);
  label_control (self->grid, entry, label, column, row, 1);
}

static void
add_tracks (CtNoteInspector *self)
{
  GtkWidget *drop_down;

  self->tracks = ct_track_choice_new (track_chosen, self);
  drop_down = ct_track_choice_get_widget (self->tracks);
  gtk_widget_set_tooltip_text (drop_down, _ ("The track of the selected notes (Ctrl+1 to Ctrl+9)"));
  label_control (self->grid, drop_down, _ ("T_rack"), 0, 3, 3);
  ct_drop_down_name_button (GTK_DROP_DOWN (drop_down));
}

static void
fill (CtNoteInspector *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->status = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, "yalign",
                               0.0, "wrap", TRUE, "lines", 2, "ellipsize", PANGO_ELLIPSIZE_END, "max-width-chars",
                               TEXT_CHARS, NULL);
  gtk_widget_add_css_class (self->status, "heading");
  gtk_widget_add_css_class (self->status, "ct-two-lines");
  gtk_widget_set_parent (self->status, widget);
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 6);
  gtk_widget_set_parent (self->grid, widget);
  add_entry (self, CT_NOTE_PITCH, _ ("_Pitch"), 0, 0);
  add_entry (self, CT_NOTE_VELOCITY, _ ("_Velocity"), 2, 0);
  self->measured = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, "max-width-chars",
                                 TEXT_CHARS, NULL);
  gtk_widget_add_css_class (self->measured, "dim-label");
  gtk_widget_add_css_class (self->measured, "ct-numeric");
  gtk_widget_set_tooltip_text (self->measured, _ ("Measured pitch, if known"));
  gtk_grid_attach (GTK_GRID (self->grid), self->measured, 1, 1, 3, 1);
  add_entry (self, CT_NOTE_ONSET, _ ("_Start"), 0, 2);
  add_entry (self, CT_NOTE_DURATION, _ ("_Length"), 2, 2);
  add_tracks (self);
}

static void
ct_note_inspector_init (CtNoteInspector *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (widget);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Selected notes"), -1);
  self->bends = ct_note_bends_new ();
  fill (self);
  self->of_selection = g_signal_group_new (CT_TYPE_SELECTION);
  g_signal_group_connect_swapped (self->of_selection, "changed", G_CALLBACK (show_selection), self);
  self->of_document = g_signal_group_new (CT_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->of_document, "changed", G_CALLBACK (document_changed), self);
  g_signal_group_connect_swapped (self->of_document, "notify::evidence", G_CALLBACK (evidence_changed), self);
  self->of_session = g_signal_group_new (CT_TYPE_SESSION);
  g_signal_group_connect_swapped (self->of_session, "names-changed", G_CALLBACK (names_changed), self);
  show_selection (self);
}

GtkWidget *
ct_note_inspector_new (void)
{
  return g_object_new (CT_TYPE_NOTE_INSPECTOR, NULL);
}
