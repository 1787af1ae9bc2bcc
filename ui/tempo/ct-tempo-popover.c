/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tempo/ct-tempo-popover.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-session.h"
#include "ui/session/ct-tempo-edits.h"
#include "ui/tempo/ct-tempo-text.h"
#include "ui/widgets/ct-drop-down.h"

#define MIN_BPM 20
#define MAX_BPM 400
#define DEFAULT_BPM 120
#define WIDTH_CHARS 34

typedef struct
{
  int numerator, denominator;
} Meter;

static const Meter meters[] = { { 2, 4 }, { 3, 4 }, { 4, 4 }, { 5, 4 }, { 6, 4 }, { 2, 2 },
                                { 3, 8 }, { 6, 8 }, { 7, 8 }, { 9, 8 }, { 12, 8 } };

struct _CtTempoPopover
{
  GtkPopover parent_instance;

  CtSession *session;
  GSignalGroup *of_session;
  GtkSpinButton *bpm;
  char *shown; /* in it, of the beats as they are; NULL: there are none */
  GtkDropDown *meter;
  GtkLabel *confidence;
};

enum
{
  PROP_SESSION = 1,
};

G_DEFINE_FINAL_TYPE (CtTempoPopover, ct_tempo_popover, GTK_TYPE_POPOVER)

static void
set_name (gpointer widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The place of the meter at the playhead in the list; beyond it: another one. */
static guint
meter_place (CtSession *session, const CtTempoMap *map)
{
  gint64 tick = (gint64) floor (ct_tempo_map_tick_at (map, ct_session_get_playhead_s (session)) + 1e-3);
  const CtMeter *meter = ct_tempo_map_meter_at (map, tick);

  for (guint i = 0; i < G_N_ELEMENTS (meters); i++)
    if (meters[i].numerator == meter->numerator && meters[i].denominator == meter->denominator)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/* That of all beats that another number would be for. */
static void
show_tempo (CtTempoPopover *self)
{
  double bpm = ct_tempo_edits_get_mean_bpm (self->session);

  gtk_spin_button_set_value (self->bpm, bpm > 0 ? bpm : DEFAULT_BPM);
  g_clear_pointer (&self->shown, g_free);
  if (bpm > 0)
    self->shown = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->bpm)));
}

static void
show (CtTempoPopover *self)
{
  const CtTempoMap *map = self->session ? ct_session_get_tempo_map (self->session) : NULL;
  g_autofree char *text = NULL;

  if (!self->session || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  show_tempo (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->meter), map != NULL);
  gtk_drop_down_set_selected (self->meter, map ? meter_place (self->session, map) : GTK_INVALID_LIST_POSITION);
  text = ct_tempo_text_dup_confidence (&ct_document_get_score (ct_session_get_document (self->session))->tempo);
  gtk_label_set_text (self->confidence, text);
}

/* The user's choice, and not what is shown. */
static void
apply_meter (CtTempoPopover *self)
{
  guint place = gtk_drop_down_get_selected (self->meter);
  const CtTempoMap *map = self->session ? ct_session_get_tempo_map (self->session) : NULL;

  if (!map || place >= G_N_ELEMENTS (meters) || place == meter_place (self->session, map))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "tempo.meter", "(ii)", meters[place].numerator,
                              meters[place].denominator);
}

/* The tempo that the beats have already, on the whole, moves none of them. */
static void
apply_tempo (CtTempoPopover *self)
{
  gtk_spin_button_update (self->bpm);
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->bpm)), self->shown) == 0)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "tempo.set-tempo", "d", gtk_spin_button_get_value (self->bpm));
}

/* ---- what is in it ---- */

static GtkWidget *
make_button (const char *label, const char *action, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_hexpand (button, TRUE);
  return button;
}

static GtkWidget *
make_pair (GtkWidget *first, GtkWidget *second)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), second);
  return box;
}

static void
add_row (GtkGrid *grid, int row, const char *title, GtkWidget *child)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (child, TRUE);
  gtk_grid_attach (grid, label, 0, row, 1, 1);
  gtk_grid_attach (grid, child, 1, row, 1, 1);
}

static GtkWidget *
make_tempo (CtTempoPopover *self)
{
  GtkWidget *set = gtk_button_new_with_mnemonic (_ ("_Set"));

  self->bpm = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (MIN_BPM, MAX_BPM, 1));
  gtk_spin_button_set_digits (self->bpm, 1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->bpm), TRUE);
  set_name (self->bpm, _ ("Beats per Minute"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->bpm),
                               _ ("Mean tempo of the selection or the loop, or else of the whole song"));
  gtk_widget_set_tooltip_text (set,
                               _ ("Set this constant tempo over the selection or the loop, or else the whole song"));
  g_signal_connect_swapped (set, "clicked", G_CALLBACK (apply_tempo), self);
  /* of the text within: a spin button has no such signal before GTK 4.14 */
  g_signal_connect_swapped (gtk_editable_get_delegate (GTK_EDITABLE (self->bpm)), "activate", G_CALLBACK (apply_tempo),
                            self);
  return make_pair (GTK_WIDGET (self->bpm), set);
}

static GtkWidget *
make_meter (CtTempoPopover *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (meters); i++)
    {
      g_autofree char *name = g_strdup_printf ("%d/%d", meters[i].numerator, meters[i].denominator);

      gtk_string_list_append (names, name);
    }
  self->meter = ct_drop_down_new (names, _ ("Meter"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->meter), _ ("From the bar at the playhead on"));
  g_signal_connect_swapped (self->meter, "notify::selected", G_CALLBACK (apply_meter), self);
  return GTK_WIDGET (self->meter);
}

static GtkWidget *
make_check (void)
{
  GtkWidget *check = gtk_check_button_new_with_mnemonic (_ ("Show _bars and beats (B)"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (check), "tempo.show-bars");
  return check;
}

static void
fill (CtTempoPopover *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  self->confidence = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->confidence, 0);
  gtk_label_set_wrap (self->confidence, TRUE);
  gtk_label_set_max_width_chars (self->confidence, WIDTH_CHARS);
  gtk_widget_add_css_class (GTK_WIDGET (self->confidence), "dim-label");
  add_row (GTK_GRID (grid), 0, _ ("Tempo"), make_tempo (self));
  add_row (GTK_GRID (grid), 1, _ ("Beats"),
           make_pair (make_button (_ ("_Halve"), "tempo.halve", _ ("Half as many beats")),
                      make_button (_ ("_Double"), "tempo.double", _ ("Twice as many beats"))));
  add_row (GTK_GRID (grid), 2, _ ("Meter"), make_meter (self));
  add_row (GTK_GRID (grid), 3, _ ("Bar Lines"),
           make_pair (make_button (_ ("_Earlier"), "tempo.shift-earlier", _ ("All bar lines a beat earlier")),
                      make_button (_ ("_Later"), "tempo.shift-later", _ ("All bar lines a beat later"))));
  gtk_grid_attach (GTK_GRID (grid),
                   make_button (_ ("Bar 1 Begins at the _Playhead"), "tempo.downbeat",
                                _ ("Beats before it are an upbeat (Shift+B)")),
                   0, 4, 2, 1);
  gtk_grid_attach (GTK_GRID (grid),
                   make_button (_ ("_Tap the Beat"), "tempo.tap", _ ("On every beat, while the song plays (T)")), 0, 5,
                   2, 1);
  gtk_grid_attach (GTK_GRID (grid),
                   make_button (_ ("Find Beats _Again"), "tempo.find-again",
                                _ ("Beats that you set by hand stay where they are")),
                   0, 6, 2, 1);
  gtk_grid_attach (GTK_GRID (grid), make_check (), 0, 7, 2, 1);
  gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (self->confidence), 0, 8, 2, 1);
  gtk_popover_set_child (GTK_POPOVER (self), grid);
}

static void
ct_tempo_popover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_TEMPO_POPOVER (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_tempo_popover_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtTempoPopover *self = CT_TEMPO_POPOVER (object);

  if (id != PROP_SESSION)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_set_object (&self->session, g_value_get_object (value));
  g_signal_group_set_target (self->of_session, self->session);
  show (self);
}

static void
ct_tempo_popover_dispose (GObject *object)
{
  CtTempoPopover *self = CT_TEMPO_POPOVER (object);

  g_clear_object (&self->of_session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (ct_tempo_popover_parent_class)->dispose (object);
}

static void
ct_tempo_popover_class_init (CtTempoPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_tempo_popover_get_property;
  object_class->set_property = ct_tempo_popover_set_property;
  object_class->dispose = ct_tempo_popover_dispose;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
ct_tempo_popover_init (CtTempoPopover *self)
{
  fill (self);
  self->of_session = g_signal_group_new (CT_TYPE_SESSION);
  g_signal_group_connect_swapped (self->of_session, "tempo-changed", G_CALLBACK (show), self);
  g_signal_connect (self, "map", G_CALLBACK (show), NULL);
}

GtkWidget *
ct_tempo_popover_new (void)
{
  return g_object_new (CT_TYPE_TEMPO_POPOVER, NULL);
}
