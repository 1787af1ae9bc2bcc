/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-keyboard.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-key.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-pitch-text.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

#define WIDTH 56
#define BLACK_SHARE 0.6     /* of the width */
#define ALL_NAMES_FROM 15.0 /* pixels per semitone */
#define WHITE_NAMES_FROM 11.0
#define OCTAVE_NAMES_FROM 1.2
#define LIT_NAME_FROM 9.0
#define MARGIN 4.0
#define DOT 2 /* its width and height */
#define DOT_GAP 1
#define N_PITCHES 128
#define NO_KEY (-1)

struct _CtKeyboard
{
  CtLayer parent_instance;

  PangoLayout *names[N_PITCHES]; /* made when first drawn, in names_key */
  int dots[N_PITCHES];           /* with the name: octave dots above it, or below 0 below it */
  CtKey names_key;
  guint8 lit[N_PITCHES]; /* whether a selected note has the pitch */
  int pressed;           /* or NO_KEY */
};

enum
{
  PRESSED,
  RELEASED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CtKeyboard, ct_keyboard, CT_TYPE_LAYER)

static const GdkRGBA white = { 0.93f, 0.93f, 0.92f, 1 }, black = { 0.16f, 0.16f, 0.18f, 1 },
                     line = { 0.55f, 0.55f, 0.55f, 1 };
static const GdkRGBA selected = { 0.97f, 0.72f, 0.25f, 0.85f };
static const GdkRGBA hovered = { 0.35f, 0.65f, 1.0f, 0.55f }, pressed = { 0.2f, 0.5f, 0.95f, 0.9f };
static const GdkRGBA dark_ink = { 0.1f, 0.1f, 0.1f, 1 }, light_ink = { 0.95f, 0.95f, 0.95f, 1 };

static gboolean
is_black (int midi)
{
  return 1 << midi % 12 & (1 << 1 | 1 << 3 | 1 << 6 | 1 << 8 | 1 << 10);
}

static PangoLayout *
name_layout (CtKeyboard *self, int midi)
{
  if (!self->names[midi])
    {
      g_autofree char *name = ct_pitch_text_dup_row (ct_layer_get_session (CT_LAYER (self)), &self->names_key, midi,
                                                     &self->dots[midi]);
      PangoAttrList *attrs = pango_attr_list_new ();

      pango_attr_list_insert (attrs, pango_attr_scale_new (PANGO_SCALE_X_SMALL));
      self->names[midi] = gtk_widget_create_pango_layout (GTK_WIDGET (self), name);
      pango_layout_set_attributes (self->names[midi], attrs);
      pango_attr_list_unref (attrs);
    }
  return self->names[midi];
}

static void
fill (GtkSnapshot *snapshot, const GdkRGBA *color, double x, double y, double width, double height)
{
  gtk_snapshot_append_color (snapshot, color,
                             &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

static void
draw_key (CtKeyboard *self, GtkSnapshot *snapshot, const CtGrid *grid, int midi, int hover)
{
  double y = ct_grid_y (grid, midi + 0.5), height = ct_grid_y (grid, midi - 0.5) - y;
  double black_width = floor (grid->width * BLACK_SHARE);

  if (is_black (midi))
    {
      /* behind it the white keys on either side meet */
      fill (snapshot, &line, black_width, floor (y + height / 2), grid->width - black_width, 1);
      fill (snapshot, &black, 0, y, black_width, height);
    }
  else if (midi % 12 == 0 || midi % 12 == 5)
    fill (snapshot, &line, 0, y + height - 1, grid->width, 1);
  if (self->lit[midi])
    fill (snapshot, &selected, 0, y, grid->width, MAX (height, 2));
  if (midi == hover || midi == self->pressed)
    fill (snapshot, midi == self->pressed ? &pressed : &hovered, 0, y, grid->width, MAX (height, 2));
}

/* Octave dots, side by side, for there is little room: above the digit that ends a name, or below 0 below it. */
static void
draw_dots (GtkSnapshot *snapshot, PangoLayout *layout, int dots, const GdkRGBA *ink)
{
  int n = ABS (dots), width = n * DOT + (n - 1) * DOT_GAP;
  PangoRectangle digit, inked;
  double x, y;

  pango_layout_index_to_pos (layout, (int) strlen (pango_layout_get_text (layout)) - 1, &digit);
  pango_layout_get_pixel_extents (layout, &inked, NULL);
  x = floor ((digit.x + digit.width / 2.0) / PANGO_SCALE - width / 2.0);
  y = dots > 0 ? inked.y - DOT - 1 : inked.y + inked.height + 1;
  for (int i = 0; i < n; i++)
    fill (snapshot, ink, x + i * (DOT + DOT_GAP), y, DOT, DOT);
}

static void
draw_name (CtKeyboard *self, GtkSnapshot *snapshot, const CtGrid *grid, int midi, int hover)
{
  double row = grid->y_per_midi, y = ct_grid_y (grid, midi);
  gboolean lit = midi == hover || self->lit[midi];
  gboolean first = ct_pitch_text_begins_octave (ct_layer_get_session (CT_LAYER (self)), &self->names_key, midi);
  double from = first ? OCTAVE_NAMES_FROM : is_black (midi) ? ALL_NAMES_FROM : WHITE_NAMES_FROM;
  const GdkRGBA *ink = is_black (midi) && !self->lit[midi] ? &light_ink : &dark_ink;
  int text_width, text_height;
  PangoLayout *layout;
  double x;

  if (row < (lit ? MIN (from, LIT_NAME_FROM) : from))
    return;
  layout = name_layout (self, midi);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  x = is_black (midi) ? MARGIN : grid->width - MARGIN - text_width;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) floor (y - text_height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, ink);
  draw_dots (snapshot, layout, self->dots[midi], ink);
  gtk_snapshot_restore (snapshot);
}

static void
ct_keyboard_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtKeyboard *self = CT_KEYBOARD (widget);
  int hover = -1, low, high;
  double midi;
  CtGrid grid;

  if (!ct_layer_get_grid (CT_LAYER (self), &grid))
    return;
  if (ct_session_get_hover (ct_layer_get_session (CT_LAYER (self)), NULL, &midi))
    hover = (int) lround (midi);
  low = CLAMP ((int) floor (grid.view.low_midi), 0, N_PITCHES - 1);
  high = CLAMP ((int) ceil (grid.view.high_midi), 0, N_PITCHES - 1);
  /* the guides of the stage beside it change in the same frame: together both are one rectangle */
  ct_layer_push_all_changed (CT_LAYER (self), snapshot);
  fill (snapshot, &white, 0, 0, grid.width, grid.height);
  for (int i = low; i <= high; i++)
    draw_key (self, snapshot, &grid, i, hover);
  for (int i = low; i <= high; i++)
    draw_name (self, snapshot, &grid, i, hover);
  fill (snapshot, &line, grid.width - 1, 0, 1, grid.height);
  gtk_snapshot_pop (snapshot);
}

/* ---- pressing keys ---- */

/* Releases the key that is down, unless it is @midi, and presses @midi, unless that is NO_KEY. */
static void
press (CtKeyboard *self, int midi)
{
  int before = self->pressed;

  if (midi == before)
    return;
  self->pressed = midi;
  if (before != NO_KEY)
    g_signal_emit (self, signals[RELEASED], 0, (guint) before);
  if (midi != NO_KEY)
    g_signal_emit (self, signals[PRESSED], 0, (guint) midi);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static int
key_at (CtKeyboard *self, double y)
{
  CtGrid grid;
  double midi;

  if (!ct_layer_get_grid (CT_LAYER (self), &grid) || y < 0 || y >= grid.height)
    return NO_KEY;
  midi = round (ct_view_midi (&grid.view, grid.height, y));
  return midi >= 0 && midi < N_PITCHES ? (int) midi : NO_KEY;
}

static void
on_drag_begin (CtKeyboard *self, double x, double y)
{
  press (self, key_at (self, y));
}

static void
on_drag_update (CtKeyboard *self, double dx, double dy, GtkGestureDrag *drag)
{
  double x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  press (self, key_at (self, y + dy));
}

static void
on_drag_end (CtKeyboard *self)
{
  press (self, NO_KEY);
}

static void
add_pressing (CtKeyboard *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/* ---- the widget ---- */

static void
light_selected (CtKeyboard *self)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (self));
  g_autofree guint64 *ids = NULL;
  guint n = 0;

  memset (self->lit, 0, sizeof self->lit);
  if (session)
    ids = ct_selection_dup (ct_session_get_selection (session), &n);
  for (guint i = 0; i < n; i++)
    {
      const CtEditNote *note = ct_document_get_note (ct_session_get_document (session), ids[i]);

      if (note)
        self->lit[note->midi & 0x7f] = 1;
    }
}

static void
forget_names (CtKeyboard *self)
{
  for (guint i = 0; i < N_PITCHES; i++)
    g_clear_object (&self->names[i]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Names the keys anew if another key holds, or @always. */
static void
update_names (CtKeyboard *self, gboolean always)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (self));
  CtKey key = session ? ct_pitch_text_axis_key (session) : self->names_key;

  if (!always && ct_key_equal (&key, &self->names_key))
    return;
  self->names_key = key;
  forget_names (self);
}

static void
ct_keyboard_changed (CtLayer *layer, guint changes)
{
  if (changes & (CT_LAYER_SESSION | CT_LAYER_DISPLAY | CT_LAYER_HARMONY | CT_LAYER_PLAYHEAD | CT_LAYER_VIEW))
    update_names (CT_KEYBOARD (layer), changes & (CT_LAYER_SESSION | CT_LAYER_DISPLAY));
  if (changes & CT_LAYER_SESSION)
    press (CT_KEYBOARD (layer), NO_KEY);
  if (changes & (CT_LAYER_SESSION | CT_LAYER_SELECTION | CT_LAYER_NOTES))
    light_selected (CT_KEYBOARD (layer));
}

static void
ct_keyboard_unmap (GtkWidget *widget)
{
  press (CT_KEYBOARD (widget), NO_KEY);
  GTK_WIDGET_CLASS (ct_keyboard_parent_class)->unmap (widget);
}

static void
ct_keyboard_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  forget_names (CT_KEYBOARD (widget));
  GTK_WIDGET_CLASS (ct_keyboard_parent_class)->system_setting_changed (widget, setting);
}

static void
ct_keyboard_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : 0;
}

static void
ct_keyboard_finalize (GObject *object)
{
  for (guint i = 0; i < N_PITCHES; i++)
    g_clear_object (&CT_KEYBOARD (object)->names[i]);
  G_OBJECT_CLASS (ct_keyboard_parent_class)->finalize (object);
}

static void
ct_keyboard_class_init (CtKeyboardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CtLayerClass *layer_class = CT_LAYER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ct_keyboard_finalize;
  widget_class->snapshot = ct_keyboard_snapshot;
  widget_class->measure = ct_keyboard_measure;
  widget_class->unmap = ct_keyboard_unmap;
  widget_class->system_setting_changed = ct_keyboard_system_setting_changed;
  layer_class->changed = ct_keyboard_changed;
  layer_class->redraws = CT_LAYER_VIEW | CT_LAYER_HOVER | CT_LAYER_SELECTION | CT_LAYER_NOTES;
  signals[PRESSED] = g_signal_new ("pressed", CT_TYPE_KEYBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_UINT);
  signals[RELEASED] = g_signal_new ("released", CT_TYPE_KEYBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                    1, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "keyboard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ct_keyboard_init (CtKeyboard *self)
{
  self->pressed = NO_KEY;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  add_pressing (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Piano keyboard of the visible pitches"), -1);
}

GtkWidget *
ct_keyboard_new (void)
{
  return g_object_new (CT_TYPE_KEYBOARD, NULL);
}
