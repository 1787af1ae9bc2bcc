/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-chord-lane.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-tempo-beats.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/canvas/ct-chord-entry.h"
#include "ui/canvas/ct-chord-paint.h"
#include "ui/canvas/ct-chord-place.h"
#include "ui/canvas/ct-lane.h"
#include "ui/canvas/ct-layer.h"
#include "ui/canvas/ct-ruler.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-harmony-edits.h"
#include "ui/session/ct-harmony-text.h"
#include "ui/session/ct-pitch-text.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define LOW_PITCH 48  /* of the bass, or above it */
#define HIGH_PITCH 60 /* of the chord */
#define NEXT_S 1e-6   /* to what is beside */

struct _CtChordLane
{
  CtLane parent_instance;

  gboolean has_selected;
  double selected_s;      /* where what is selected begins */
  const CtChord *playing; /* at the playhead; only to be compared */
  CtTimeSpan edited;      /* what the entry is about */
  double menu_s;          /* what the menu is about */
};

static guint sound_signal;

G_DEFINE_FINAL_TYPE (CtChordLane, ct_chord_lane, CT_TYPE_LANE)

static CtDocument *
get_document (CtChordLane *self)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (self));

  return session ? ct_session_get_document (session) : NULL;
}

static const CtHarmony *
get_harmony (CtChordLane *self)
{
  return ct_document_get_harmony (get_document (self));
}

static CtPitchNaming
get_naming (CtChordLane *self)
{
  CtPitchNaming naming;

  ct_pitch_text_get_naming (ct_layer_get_session (CT_LAYER (self)), &naming);
  return naming;
}

static int
shift (CtChordLane *self)
{
  return ct_layer_get_semitones (CT_LAYER (self));
}

static CtChord
heard (CtChordLane *self, const CtChord *chord, CtKey *key)
{
  return ct_chord_place_heard (get_document (self), chord, shift (self), key);
}

/* ---- what is selected ---- */

static gboolean
get_selected (CtChordLane *self, CtChordPlace *place)
{
  if (!self->has_selected || !get_document (self))
    return FALSE;
  *place = ct_chord_place_at (get_document (self), self->selected_s + NEXT_S);
  return TRUE;
}

gboolean
ct_chord_lane_get_selected (CtChordLane *self, CtTimeSpan *span, CtChord *chord)
{
  CtChordPlace place;

  g_return_val_if_fail (CT_IS_CHORD_LANE (self), FALSE);
  if (!get_selected (self, &place))
    return FALSE;
  *span = place.span;
  *chord = place.chord ? *place.chord : (CtChord){ .quality = CT_CHORD_NONE };
  return TRUE;
}

/* What a screen reader says of the lane. */
static void
update_label (CtChordLane *self)
{
  g_autofree char *spoken = NULL;
  CtChordPlace place;

  if (get_selected (self, &place))
    {
      const CtChord none = { .start_s = place.span.start_s };
      const CtPitchNaming naming = get_naming (self);
      CtKey key;
      CtChord chord = heard (self, place.chord ? place.chord : &none, &key);

      spoken = ct_harmony_text_dup_spoken (&chord, &key, &naming, ct_document_get_tempo_map (get_document (self)));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken ? spoken : _ ("Chords"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("The left and right arrows select a chord, Enter changes it, Delete takes back "
                                     "what you set."),
                                  -1);
}

void
ct_chord_lane_select (CtChordLane *self, double time_s)
{
  g_return_if_fail (CT_IS_CHORD_LANE (self));
  if (!get_document (self))
    return;
  self->has_selected = TRUE;
  self->selected_s = ct_chord_place_at (get_document (self), MAX (time_s, 0)).span.start_s;
  update_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- what a hand does ---- */

static void
sound (CtChordLane *self, const CtChord *chord)
{
  CtKey key;
  CtChord sounded = heard (self, chord, &key);
  unsigned classes = ct_chord_pitch_classes (&sounded);

  if (classes == 0)
    return;
  g_signal_emit (self, sound_signal, 0, (guint) (LOW_PITCH + sounded.bass));
  for (guint i = 0; i < 12; i++)
    if (classes & 1u << i)
      g_signal_emit (self, sound_signal, 0, HIGH_PITCH + i);
}

static void
sound_selected (CtChordLane *self)
{
  CtChordPlace place;

  if (get_selected (self, &place) && place.chord)
    sound (self, place.chord);
}

static void
reset_selected (CtChordLane *self)
{
  CtChordPlace place;

  if (get_selected (self, &place) && place.chord && place.chord->fixed)
    ct_harmony_edits_set_chord (ct_layer_get_session (CT_LAYER (self)), &place.span, NULL);
}

static void
typed (CtChordEntry *entry, const char *text, CtChordLane *self)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (self));
  CtChord chord = { .start_s = self->edited.start_s };

  if (!session)
    return;
  if (!*text || !ct_chord_parse_as (get_naming (self).names, text, &chord))
    {
      ct_harmony_edits_set_chord (session, &self->edited, NULL);
      return;
    }
  ct_chord_transpose (&chord, -shift (self));
  ct_harmony_edits_set_chord (session, &self->edited, &chord);
  self->selected_s = self->edited.start_s;
  sound (self, &chord);
}

/* Shows @popover (taken) below the time @time_s. */
static void
pop_up (CtChordLane *self, GtkWidget *popover, double time_s)
{
  ct_lane_pop_up (CT_LANE (self), popover, time_s, 0, gtk_widget_get_height (GTK_WIDGET (self)), GTK_POS_BOTTOM);
}

/* Lets @span be edited, with what sounds in it now. */
static void
edit (CtChordLane *self, const CtTimeSpan *span, const CtChord *chord)
{
  const CtPitchNaming naming = get_naming (self);
  char name[CT_PITCH_NAME_SIZE] = "";
  GtkWidget *entry;
  CtGrid grid;

  if (chord)
    {
      CtKey key;
      CtChord shown = heard (self, chord, &key);

      ct_chord_name_as (&shown, &key, &naming, CT_ACCIDENTAL_ASCII, name);
    }
  self->edited = *span;
  entry = ct_chord_entry_new (naming.names, name);
  g_signal_connect_object (entry, "typed", G_CALLBACK (typed), self, 0);
  /* in the middle of what is seen of it */
  if (ct_layer_get_grid (CT_LAYER (self), &grid))
    pop_up (self, entry,
            (CLAMP (span->start_s, grid.view.start_s, grid.view.end_s)
             + CLAMP (span->end_s, grid.view.start_s, grid.view.end_s))
                / 2);
  else
    g_object_unref (g_object_ref_sink (entry));
}

static void
edit_selected (CtChordLane *self)
{
  CtChordPlace place;

  if (get_selected (self, &place))
    edit (self, &place.span, place.chord);
}

/* From the beat of the menu to the end of what is selected. */
static void
edit_rest (CtChordLane *self)
{
  const CtTempoMap *map = get_document (self) ? ct_document_get_tempo_map (get_document (self)) : NULL;
  double start_s = floor (self->menu_s);
  CtChordPlace place;

  if (!get_selected (self, &place))
    return;
  if (map)
    start_s = ct_tempo_map_time_at (map, (double) ct_tempo_beats_nearest (map, self->menu_s));
  if (start_s > place.span.start_s && start_s < place.span.end_s)
    place.span.start_s = start_s;
  edit (self, &place.span, place.chord);
}

static void
show_menu (CtChordLane *self, double time_s)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (GMenu) menu = g_menu_new (), chord = g_menu_new (), back = g_menu_new ();
  CtChordPlace place;

  if (!get_selected (self, &place))
    return;
  self->menu_s = time_s;
  gtk_widget_action_set_enabled (widget, "chord.sound", place.chord && place.chord->quality != CT_CHORD_NONE);
  gtk_widget_action_set_enabled (widget, "chord.reset", place.chord && place.chord->fixed);
  gtk_widget_action_set_enabled (widget, "chord.reset-all",
                                 ct_document_get_score (get_document (self))->harmony.n_chords > 0);
  g_menu_append (chord, _ ("_Edit Chord…"), "chord.edit");
  /* Translators: the chord is split at the beat that was clicked, and its second part is edited */
  g_menu_append (chord, _ ("_New Chord From This Beat…"), "chord.split");
  g_menu_append (chord, _ ("_Play Chord"), "chord.sound");
  /* Translators: the chord that the program found takes the place of the one that was set by hand */
  g_menu_append (back, _ ("Back to What Was _Found"), "chord.reset");
  g_menu_append (back, _ ("_All Chords Back to What Was Found"), "chord.reset-all");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (chord));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (back));
  ct_lane_pop_up_menu (CT_LANE (self), G_MENU_MODEL (menu), time_s, 0, gtk_widget_get_height (widget), GTK_POS_BOTTOM);
}

/* Selects what is beside the selection, and scrolls to it. */
static void
go (CtChordLane *self, gboolean back)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (self));
  const CtView *view;
  CtChordPlace place;
  double time_s;

  if (!get_selected (self, &place))
    return;
  time_s = back ? place.span.start_s - NEXT_S : place.span.end_s + NEXT_S;
  if (time_s < 0 || time_s > ct_document_get_duration_s (get_document (self)))
    return;
  ct_chord_lane_select (self, time_s);
  view = ct_session_get_view (session);
  ct_session_reveal (session, self->selected_s, (view->low_midi + view->high_midi) / 2);
  sound_selected (self);
}

/* ---- events ---- */

static double
time_at (CtChordLane *self, double x)
{
  return ct_lane_time_at (CT_LANE (self), x);
}

static void
pressed (GtkGestureClick *click, int n_press, double x, double y, CtChordLane *self)
{
  if (!get_document (self))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  ct_chord_lane_select (self, time_at (self, x));
  if (n_press == 1)
    sound_selected (self);
}

/* Once the button is up, so that the entry keeps the focus. */
static void
released (GtkGestureClick *click, int n_press, double x, double y, CtChordLane *self)
{
  if (n_press == 2)
    edit_selected (self);
}

static void
ct_chord_lane_menu_asked (CtLane *lane, double x, double y)
{
  CtChordLane *self = CT_CHORD_LANE (lane);

  ct_chord_lane_select (self, time_at (self, x));
  show_menu (self, time_at (self, x));
}

static gboolean
ct_chord_lane_key_pressed (CtLane *lane, guint key, GdkModifierType state)
{
  CtChordLane *self = CT_CHORD_LANE (lane);
  CtChordPlace place;

  if (!get_selected (self, &place) || state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Left || key == GDK_KEY_Right)
    go (self, key == GDK_KEY_Left);
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    edit_selected (self);
  else if (key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete || key == GDK_KEY_BackSpace)
    reset_selected (self);
  else if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && state & GDK_SHIFT_MASK))
    show_menu (self, (place.span.start_s + place.span.end_s) / 2);
  else if (key == GDK_KEY_space)
    gtk_widget_activate_action (GTK_WIDGET (self), "playback.play-pause", NULL);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* By keys: what is at the playhead. */
static void
ct_chord_lane_focus_came (CtLane *lane)
{
  CtChordLane *self = CT_CHORD_LANE (lane);
  CtSession *session = ct_layer_get_session (CT_LAYER (self));

  if (session && !self->has_selected)
    ct_chord_lane_select (self, ct_session_get_playhead_s (session));
}

#define DEFINE_ACTION(name, call)                                                                                      \
  static void name (GtkWidget *widget, const char *action, GVariant *parameter)                                        \
  {                                                                                                                    \
    call;                                                                                                              \
  }

DEFINE_ACTION (act_edit, edit_selected (CT_CHORD_LANE (widget)))
DEFINE_ACTION (act_split, edit_rest (CT_CHORD_LANE (widget)))
DEFINE_ACTION (act_sound, sound_selected (CT_CHORD_LANE (widget)))
DEFINE_ACTION (act_reset, reset_selected (CT_CHORD_LANE (widget)))
DEFINE_ACTION (act_reset_all, ct_harmony_edits_reset_chords (ct_layer_get_session (CT_LAYER (widget))))

/* ---- the widget ---- */

static void
ct_chord_lane_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtChordLane *self = CT_CHORD_LANE (widget);
  g_autoptr (PangoLayout) layout = ct_ruler_layout_new (widget);
  CtPitchNaming naming;
  CtChordPlace place;
  CtGrid grid;

  if (!ct_layer_get_grid (CT_LAYER (self), &grid))
    return;
  naming = get_naming (self);
  if (get_harmony (self)->n_chords == 0)
    ct_chord_paint_hint (widget, snapshot, layout, _ ("Double-click to type a chord"));
  ct_chord_paint_all (widget, snapshot, layout, &grid, get_document (self), shift (self), &naming, self->playing);
  if (get_selected (self, &place))
    ct_chord_paint_selected (widget, snapshot, &grid, &place.span);
}

static void
ct_chord_lane_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? CT_CHORD_PAINT_HEIGHT : 0;
}

/* With chords, or notes that chords may be typed to. */
static gboolean
is_of_use (CtChordLane *self)
{
  return get_harmony (self)->n_chords > 0 || ct_document_get_score (get_document (self))->n_notes > 0;
}

static void
ct_chord_lane_changed (CtLayer *layer, guint changes)
{
  CtChordLane *self = CT_CHORD_LANE (layer);
  CtSession *session = ct_layer_get_session (layer);
  const CtChord *playing;

  if (changes & CT_LAYER_SESSION)
    {
      self->has_selected = FALSE;
      ct_lane_drop_popover (CT_LANE (self));
    }
  if (changes & (CT_LAYER_SESSION | CT_LAYER_DISPLAY | CT_LAYER_HARMONY | CT_LAYER_NOTES))
    gtk_widget_set_visible (GTK_WIDGET (self), session && is_of_use (self)
                                                   && ct_display_get_show_chords (ct_session_get_display (session)));
  if (changes & (CT_LAYER_SESSION | CT_LAYER_DISPLAY | CT_LAYER_HARMONY | CT_LAYER_TEMPO))
    update_label (self);
  playing = session ? ct_harmony_chord_at (get_harmony (self), ct_session_get_playhead_s (session)) : NULL;
  if (playing != self->playing)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  self->playing = playing;
}

static void
ct_chord_lane_class_init (CtChordLaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ct_chord_lane_snapshot;
  widget_class->measure = ct_chord_lane_measure;
  CT_LAYER_CLASS (klass)->changed = ct_chord_lane_changed;
  CT_LAYER_CLASS (klass)->redraws = CT_LAYER_VIEW | CT_LAYER_DISPLAY | CT_LAYER_HARMONY;
  CT_LANE_CLASS (klass)->menu_asked = ct_chord_lane_menu_asked;
  CT_LANE_CLASS (klass)->key_pressed = ct_chord_lane_key_pressed;
  CT_LANE_CLASS (klass)->focus_came = ct_chord_lane_focus_came;
  sound_signal = g_signal_new ("sound", CT_TYPE_CHORD_LANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               G_TYPE_UINT);
  gtk_widget_class_install_action (widget_class, "chord.edit", NULL, act_edit);
  gtk_widget_class_install_action (widget_class, "chord.split", NULL, act_split);
  gtk_widget_class_install_action (widget_class, "chord.sound", NULL, act_sound);
  gtk_widget_class_install_action (widget_class, "chord.reset", NULL, act_reset);
  gtk_widget_class_install_action (widget_class, "chord.reset-all", NULL, act_reset_all);
  gtk_widget_class_set_css_name (widget_class, "chordlane");
}

static void
ct_chord_lane_init (CtChordLane *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (released), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_tooltip_text (widget, _ ("Click a chord to hear it, double-click to change it, right-click for more"));
  update_label (self);
}

GtkWidget *
ct_chord_lane_new (void)
{
  return g_object_new (CT_TYPE_CHORD_LANE, NULL);
}
