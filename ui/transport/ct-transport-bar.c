/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transport/ct-transport-bar.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "ui/canvas/ct-ruler.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/transport/ct-grid-button.h"
#include "ui/transport/ct-playback-settings.h"
#include "ui/transport/ct-playback.h"
#include "ui/widgets/ct-control-rows.h"
#include "ui/widgets/ct-drop-down.h"

#define FADE_WIDTH 110
#define POPOVER_SCALE_WIDTH 180

struct _CtTransportBar
{
  GtkWidget parent_instance;

  CtPlayback *playback;
  CtPlaybackSettings *settings;
  CtSession *session;
  gulong playhead_handler;
  gulong loop_handler;
  gulong follow_handler;
  gulong tempo_handler;
  gulong recording_handler; /* of its document, for the duration */

  GtkWidget *box;
  GtkButton *play;
  GtkToggleButton *loop;
  GtkToggleButton *click;
  GtkWidget *grid;
  GtkLabel *position, *position_short;
  GtkWidget *isolated; /* of the two, what there is room for */
  GtkLabel *isolated_text, *isolated_percent;
  GtkLabel *speed; /* and transposition */
  GtkButton *follow;
  GtkStringList *devices;
  GtkDropDown *device;
  GBinding *device_binding; /* of what is selected in the list; NULL before it is first filled */
};

G_DEFINE_FINAL_TYPE (CtTransportBar, ct_transport_bar, GTK_TYPE_WIDGET)

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
forget_session (CtTransportBar *self)
{
  if (!self->session)
    return;
  g_clear_signal_handler (&self->playhead_handler, self->session);
  g_clear_signal_handler (&self->loop_handler, self->session);
  g_clear_signal_handler (&self->follow_handler, self->session);
  g_clear_signal_handler (&self->tempo_handler, self->session);
  g_clear_signal_handler (&self->recording_handler, ct_session_get_document (self->session));
  g_clear_object (&self->session);
}

/* ---- what is shown ---- */

static void
show_position (CtTransportBar *self)
{
  g_autofree char *now = NULL, *end = NULL, *text = NULL;

  if (!self->session)
    {
      gtk_label_set_text (self->position, "");
      gtk_label_set_text (self->position_short, "");
      return;
    }
  now = ct_ruler_dup_label (ct_session_get_playhead_s (self->session), 0.1);
  end = ct_ruler_dup_label (ct_document_get_duration_s (ct_session_get_document (self->session)), 1);
  text = g_strdup_printf ("%s / %s", now, end);
  gtk_label_set_text (self->position, text);
  gtk_label_set_text (self->position_short, now);
}

static void
show_loop (CtTransportBar *self)
{
  CtTimeSpan span;
  gboolean has_loop = self->session && ct_session_get_loop (self->session, &span);

  gtk_widget_set_sensitive (GTK_WIDGET (self->loop), has_loop);
  gtk_toggle_button_set_active (self->loop, has_loop && ct_session_get_loop_enabled (self->session));
}

static void
show_speed (CtTransportBar *self)
{
  g_autofree char *text = NULL, *pitch = NULL;
  double speed, semitones;

  g_object_get (self->settings, "speed", &speed, "semitones", &semitones, NULL);
  /* Translators: the speed of playback in percent */
  text = g_strdup_printf (_ ("%d %%"), (int) round (100 * speed));
  /* a transposition of +2 semitones, or of +0.25 */
  pitch = semitones != 0 ? g_strdup_printf ("%s  %+.4g", text, semitones) : NULL;
  gtk_label_set_text (self->speed, pitch ? pitch : text);
}

static void
show_follow (CtTransportBar *self)
{
  static const struct
  {
    const char *icon, *tooltip;
  } looks[] = { [CT_FOLLOW_PAGE] = { "ct-follow-page-symbolic", N_ ("Following the playhead page by page (C)") },
                [CT_FOLLOW_CENTRE] = { "ct-follow-centre-symbolic", N_ ("Keeping the playhead in the middle (C)") },
                [CT_FOLLOW_OFF] = { "ct-follow-off-symbolic", N_ ("Not following the playhead (C)") } };
  CtFollow follow = self->session ? ct_session_get_follow (self->session) : CT_FOLLOW_PAGE;

  gtk_button_set_icon_name (self->follow, looks[follow].icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->follow), _ (looks[follow].tooltip));
}

static void
show_beats (CtTransportBar *self)
{
  gboolean any = self->session && ct_session_get_tempo_map (self->session);

  gtk_widget_set_sensitive (GTK_WIDGET (self->click), any);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->click),
                               any ? _ ("Metronome (K)") : _ ("Metronome: no beats are known yet"));
}

static void
show_playing (CtTransportBar *self)
{
  gboolean playing = ct_playback_get_playing (self->playback);

  gtk_button_set_icon_name (self->play, playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->play), playing ? _ ("Pause (Space)") : _ ("Play (Space)"));
  set_name (GTK_WIDGET (self->play), playing ? _ ("Pause") : _ ("Play"));
}

static void
show_isolated (CtTransportBar *self)
{
  g_autofree char *text = NULL, *percent = NULL;
  double share;

  g_object_get (self->playback, "isolated", &share, NULL);
  gtk_widget_set_visible (self->isolated, share < 1);
  /* Translators: how much of the separated tracks can be heard already */
  text = g_strdup_printf (_ ("Isolating tracks: %d %%"), (int) floor (share * 100));
  percent = g_strdup_printf (_ ("%d %%"), (int) floor (share * 100));
  gtk_label_set_text (self->isolated_text, text);
  gtk_label_set_text (self->isolated_percent, percent);
  gtk_widget_set_tooltip_text (self->isolated, text);
}

static void
on_session (CtTransportBar *self)
{
  forget_session (self);
  g_set_object (&self->session, ct_playback_get_session (self->playback));
  if (self->session)
    {
      self->recording_handler = g_signal_connect_swapped (ct_session_get_document (self->session), "notify::recording",
                                                          G_CALLBACK (show_position), self);
      self->playhead_handler = g_signal_connect_swapped (self->session, "notify::playhead-s",
                                                         G_CALLBACK (show_position), self);
      self->loop_handler = g_signal_connect_swapped (self->session, "notify::loop-enabled", G_CALLBACK (show_loop),
                                                     self);
      self->tempo_handler = g_signal_connect_swapped (self->session, "tempo-changed", G_CALLBACK (show_beats), self);
      self->follow_handler = g_signal_connect_swapped (self->session, "notify::follow", G_CALLBACK (show_follow), self);
    }
  gtk_widget_set_sensitive (self->box, self->session != NULL);
  ct_grid_button_set_session (CT_GRID_BUTTON (self->grid), self->session);
  show_position (self);
  show_loop (self);
  show_follow (self);
  show_beats (self);
}

/* ---- the popover ---- */

/* An adjustment bound to a double of the settings; @factor: what is shown for 1. */
static gboolean
to_shown (GBinding *binding, const GValue *from, GValue *to, gpointer factor)
{
  g_value_set_double (to, g_value_get_double (from) * *(double *) factor);
  return TRUE;
}

static gboolean
from_shown (GBinding *binding, const GValue *from, GValue *to, gpointer factor)
{
  g_value_set_double (to, g_value_get_double (from) / *(double *) factor);
  return TRUE;
}

static GtkAdjustment *
bind_adjustment (CtTransportBar *self, const char *property, double factor, double step)
{
  GParamSpecDouble *spec = G_PARAM_SPEC_DOUBLE (
      g_object_class_find_property (G_OBJECT_GET_CLASS (self->settings), property));
  GtkAdjustment *adjustment = gtk_adjustment_new (spec->default_value * factor, spec->minimum * factor,
                                                  spec->maximum * factor, step, 10 * step, 0);
  double *copy = g_memdup2 (&factor, sizeof factor);

  g_object_bind_property_full (self->settings, property, adjustment, "value",
                               G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE, to_shown, from_shown, copy, g_free);
  return adjustment;
}

static GtkWidget *
make_scale (GtkAdjustment *adjustment, const char *name, int width)
{
  GtkWidget *scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, adjustment);

  gtk_widget_set_size_request (scale, width, -1);
  set_name (scale, name);
  ct_control_rows_reset_by_double_click (scale, adjustment, gtk_adjustment_get_value (adjustment));
  return scale;
}

static void
add_row (GtkGrid *grid, int row, const char *title, GtkWidget *first, GtkWidget *second)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, first, 1, row, second ? 1 : 2, 1);
  if (second)
    gtk_grid_attach (grid, second, 2, row, 1, 1);
}

/* A slider and a spin button for one property. */
static void
add_value (CtTransportBar *self,
           GtkGrid *grid,
           int row,
           const char *title,
           const char *property,
           double factor,
           double step,
           guint digits)
{
  GtkAdjustment *adjustment = bind_adjustment (self, property, factor, step);
  GtkWidget *spin = gtk_spin_button_new (adjustment, step, digits);

  set_name (spin, title);
  add_row (grid, row, title, make_scale (adjustment, title, POPOVER_SCALE_WIDTH), spin);
}

/* The place of a device's name in the list; the system's default comes first, and for a device that is not connected.
 */
static gboolean
to_place (GBinding *binding, const GValue *from, GValue *to, gpointer devices)
{
  const char *name = g_value_get_string (from);

  g_value_set_uint (to, 0);
  for (guint i = 1; i < g_list_model_get_n_items (devices); i++)
    if (g_strcmp0 (gtk_string_list_get_string (devices, i), name) == 0)
      g_value_set_uint (to, i);
  return TRUE;
}

static gboolean
to_name (GBinding *binding, const GValue *from, GValue *to, gpointer devices)
{
  guint place = g_value_get_uint (from);

  if (place == GTK_INVALID_LIST_POSITION)
    return FALSE;
  g_value_set_string (to, place == 0 ? "" : gtk_string_list_get_string (devices, place));
  return TRUE;
}

/* Lists the devices whenever the popover opens: some may have been connected meanwhile. */
static void
fill_devices (CtTransportBar *self)
{
  g_auto (GStrv) names = ct_playback_settings_dup_devices (self->settings);

  /* what is selected while the list changes is nobody's choice */
  g_clear_pointer (&self->device_binding, g_binding_unbind);
  gtk_string_list_splice (self->devices, 1, g_list_model_get_n_items (G_LIST_MODEL (self->devices)) - 1,
                          (const char *const *) names);
  self->device_binding = g_object_bind_property_full (self->settings, "device", self->device, "selected",
                                                      G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE, to_place,
                                                      to_name, self->devices, NULL);
}

static GtkWidget *
make_popover (CtTransportBar *self)
{
  GtkWidget *popover = gtk_popover_new (), *grid = gtk_grid_new (), *varispeed = gtk_check_button_new ();
  GtkWidget *count_in = gtk_check_button_new ();
  /* Translators: the sound device that the system prefers */
  const char *const first[] = { _ ("System default"), NULL };

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  add_value (self, GTK_GRID (grid), 0, _ ("Speed (%)"), "speed", 100, 1, 0);
  gtk_check_button_set_label (GTK_CHECK_BUTTON (varispeed), _ ("Change pitch with speed, like tape"));
  g_object_bind_property (self->settings, "varispeed", varispeed, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_grid_attach (GTK_GRID (grid), varispeed, 1, 1, 2, 1);
  add_value (self, GTK_GRID (grid), 2, _ ("Transpose (semitones)"), "semitones", 1, 0.01, 2);
  add_value (self, GTK_GRID (grid), 3, _ ("Master (%)"), "master-volume", 100, 1, 0);
  add_value (self, GTK_GRID (grid), 4, _ ("Tracks (%)"), "tracks-volume", 100, 1, 0);
  /* Translators: what of the recording belongs to no track */
  add_value (self, GTK_GRID (grid), 5, _ ("Rest of Recording (%)"), "rest-volume", 100, 1, 0);
  add_value (self, GTK_GRID (grid), 6, _ ("Synthesized Notes (%)"), "notes-volume", 100, 1, 0);
  /* Translators: the volume of its clicks */
  add_value (self, GTK_GRID (grid), 7, _ ("Metronome (%)"), "click-volume", 100, 1, 0);
  /* Translators: 0 is the recording alone, 100 are its synthesized notes alone */
  add_value (self, GTK_GRID (grid), 8, _ ("Notes for Recording (%)"), "fade", 100, 5, 0);
  gtk_check_button_set_label (GTK_CHECK_BUTTON (count_in), _ ("Count in a bar before playing"));
  g_object_bind_property (self->settings, "count-in", count_in, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_grid_attach (GTK_GRID (grid), count_in, 1, 9, 2, 1);
  self->devices = gtk_string_list_new (first);
  self->device = ct_drop_down_new (self->devices, _ ("Audio Device"));
  gtk_widget_set_size_request (GTK_WIDGET (self->device), POPOVER_SCALE_WIDTH, -1);
  add_row (GTK_GRID (grid), 10, _ ("Audio Device"), GTK_WIDGET (self->device), NULL);
  gtk_popover_set_child (GTK_POPOVER (popover), grid);
  g_signal_connect_swapped (popover, "map", G_CALLBACK (fill_devices), self);
  return popover;
}

/* ---- the row ---- */

static GtkWidget *
make_button (const char *icon, const char *action, const char *tooltip, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_focus_on_click (button, FALSE); /* the keys of the canvas go on working */
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  set_name (button, name);
  return button;
}

static void
on_loop_clicked (CtTransportBar *self)
{
  if (self->session)
    ct_session_set_loop_enabled (self->session, gtk_toggle_button_get_active (self->loop));
}

static GtkWidget *
make_loop (CtTransportBar *self)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), "media-playlist-repeat-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Loop (L): drag on the ruler to set it"));
  set_name (button, _ ("Loop"));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_loop_clicked), self);
  return button;
}

static GtkWidget *
make_click (CtTransportBar *self)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), "ct-click-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_focus_on_click (button, FALSE);
  set_name (button, _ ("Metronome"));
  g_object_bind_property (self->settings, "click", button, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  return button;
}

/* The slider between the recording and its notes, to compare them by ear. */
static GtkWidget *
make_fade (CtTransportBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *scale = make_scale (bind_adjustment (self, "fade", 1, 0.05), _ ("Balance between recording and notes"),
                                 FADE_WIDTH);

  gtk_widget_set_tooltip_text (box, _ ("Play the recording, its notes or both"));
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("Recording")));
  gtk_box_append (GTK_BOX (box), scale);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("Notes")));
  return box;
}

static GtkLabel *
make_numeric (void)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_widget_add_css_class (label, "numeric");
  return GTK_LABEL (label);
}

/* @roomy, or where there is no room for it @tight, which may be NULL: nothing. */
static GtkWidget *
make_squeezer (GtkWidget *roomy, GtkWidget *tight)
{
  GtkWidget *squeezer = adw_squeezer_new ();

  adw_squeezer_set_homogeneous (ADW_SQUEEZER (squeezer), FALSE);
  adw_squeezer_set_allow_none (ADW_SQUEEZER (squeezer), tight == NULL);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), roomy);
  if (tight)
    adw_squeezer_add (ADW_SQUEEZER (squeezer), tight);
  return squeezer;
}

static GtkWidget *
make_speed_button (CtTransportBar *self)
{
  GtkWidget *button = gtk_menu_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->speed = make_numeric ();
  gtk_box_append (GTK_BOX (box), make_squeezer (GTK_WIDGET (self->speed), NULL));
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("multimedia-volume-control-symbolic"));
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), make_popover (self));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Speed, Pitch, Volume and Audio Device"));
  set_name (button, _ ("Speed, Pitch, Volume and Audio Device"));
  return button;
}

/* How much is isolated: in words, as a mere number, or not at all, never cut. */
static GtkWidget *
make_isolated (CtTransportBar *self)
{
  GtkWidget *squeezer;

  self->isolated_text = make_numeric ();
  self->isolated_percent = make_numeric ();
  gtk_label_set_xalign (self->isolated_text, 1);
  gtk_label_set_xalign (self->isolated_percent, 1);
  squeezer = make_squeezer (GTK_WIDGET (self->isolated_text), GTK_WIDGET (self->isolated_percent));
  adw_squeezer_set_allow_none (ADW_SQUEEZER (squeezer), TRUE);
  gtk_widget_set_hexpand (squeezer, TRUE);
  gtk_widget_add_css_class (squeezer, "dim-label");
  return squeezer;
}

/* What has the room that is left, and asks for none: laid over nothing. The slider, which the popover has too, goes
 * first. */
static GtkWidget *
make_rest (CtTransportBar *self)
{
  GtkWidget *rest = gtk_overlay_new (), *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4), *squeezer = make_squeezer (buttons, NULL);

  self->isolated = make_isolated (self);
  self->grid = ct_grid_button_new ();
  self->follow = GTK_BUTTON (make_button ("ct-follow-page-symbolic", "playback.follow", "", _ ("Follow the Playhead")));
  gtk_box_append (GTK_BOX (buttons), self->grid);
  gtk_box_append (GTK_BOX (buttons), GTK_WIDGET (self->follow));
  gtk_widget_set_halign (squeezer, GTK_ALIGN_END);
  gtk_widget_set_hexpand (squeezer, TRUE);
  gtk_box_append (GTK_BOX (row), self->isolated);
  gtk_box_append (GTK_BOX (row), squeezer);
  gtk_box_append (GTK_BOX (row), make_squeezer (make_fade (self), NULL));
  gtk_overlay_set_child (GTK_OVERLAY (rest), gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  gtk_overlay_add_overlay (GTK_OVERLAY (rest), row);
  gtk_widget_set_hexpand (rest, TRUE);
  return rest;
}

static void
fill (CtTransportBar *self)
{
  GtkWidget *start = make_button ("media-skip-backward-symbolic", "playback.start", _ ("Go to Start (Home)"),
                                  _ ("Go to Start"));

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->box, "toolbar"); /* which has spacing of its own */
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->play = GTK_BUTTON (make_button ("media-playback-start-symbolic", "playback.play-pause", "", _ ("Play")));
  self->loop = GTK_TOGGLE_BUTTON (make_loop (self));
  self->click = GTK_TOGGLE_BUTTON (make_click (self));
  self->position = make_numeric ();
  self->position_short = make_numeric ();
  gtk_box_append (GTK_BOX (self->box), make_squeezer (start, NULL));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->play));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->loop));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->click));
  gtk_box_append (GTK_BOX (self->box), make_squeezer (GTK_WIDGET (self->position), GTK_WIDGET (self->position_short)));
  gtk_box_append (GTK_BOX (self->box), make_rest (self));
  gtk_box_append (GTK_BOX (self->box), make_speed_button (self));
}

static void
ct_transport_bar_dispose (GObject *object)
{
  CtTransportBar *self = CT_TRANSPORT_BAR (object);

  forget_session (self);
  g_clear_pointer (&self->device_binding, g_binding_unbind);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->settings);
  g_clear_object (&self->playback);
  G_OBJECT_CLASS (ct_transport_bar_parent_class)->dispose (object);
}

static void
ct_transport_bar_class_init (CtTransportBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ct_transport_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "transportbar");
}

static void
ct_transport_bar_init (CtTransportBar *self)
{
}

GtkWidget *
ct_transport_bar_new (CtPlayback *playback)
{
  CtTransportBar *self = g_object_new (CT_TYPE_TRANSPORT_BAR, NULL);

  self->playback = g_object_ref (playback);
  self->settings = g_object_ref (ct_playback_get_settings (playback));
  fill (self);
  g_signal_connect_object (playback, "notify::session", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "notify::playing", G_CALLBACK (show_playing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (playback, "notify::isolated", G_CALLBACK (show_isolated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "notify::speed", G_CALLBACK (show_speed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "notify::semitones", G_CALLBACK (show_speed), self, G_CONNECT_SWAPPED);
  show_speed (self);
  on_session (self);
  show_playing (self);
  show_isolated (self);
  return GTK_WIDGET (self);
}
