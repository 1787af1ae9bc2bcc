/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tempo/ct-tempo-actions.h"

#include <glib/gi18n.h>

#include "ui/session/ct-display.h"
#include "ui/session/ct-tempo-edits.h"

struct _CtTempoActions
{
  GObject parent_instance;

  CtPlayback *playback;
  CtSession *session;
  CtBeatFinder *finder;
  GSignalGroup *of_session;
  GSignalGroup *of_finder;
  GSimpleActionGroup *group;
};

enum
{
  PROP_SESSION = 1,
  PROP_BEAT_FINDER,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint message_signal;

G_DEFINE_FINAL_TYPE (CtTempoActions, ct_tempo_actions, G_TYPE_OBJECT)

static void
say (CtTempoActions *self, const char *text)
{
  g_signal_emit (self, message_signal, 0, text);
}

/* Says that nothing changed where an edit was refused. */
static void
check (CtTempoActions *self, gboolean done)
{
  if (!done)
    say (self, _ ("That would not make bars and beats that can be played."));
}

static void
act_tap (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;
  g_autofree char *text = NULL;
  double time_s;
  guint n;

  if (!ct_playback_get_playing (self->playback))
    {
      say (self, _ ("Play, and tap T on the beat."));
      return;
    }
  g_object_get (self->playback, "position-s", &time_s, NULL);
  n = ct_tempo_edits_tap (self->session, time_s);
  /* Translators: how many beats were tapped in a row */
  text = g_strdup_printf (ngettext ("%u beat tapped", "%u beats tapped", n), n);
  say (self, text);
}

static void
act_move_beat (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;
  gint64 tick;
  double time_s;

  g_variant_get (parameter, "(xd)", &tick, &time_s);
  check (self, ct_tempo_edits_move (self->session, tick, time_s));
}

static void
act_fix_at (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;

  check (self, ct_tempo_edits_fix (self->session, g_variant_get_double (parameter)));
}

static void
act_downbeat (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;

  check (self, ct_tempo_edits_set_downbeat (self->session, ct_session_get_playhead_s (self->session)));
}

static void
act_downbeat_at (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;

  check (self, ct_tempo_edits_set_downbeat (self->session, g_variant_get_double (parameter)));
}

static void
act_start_bar_at (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;

  check (self, ct_tempo_edits_start_bar (self->session, g_variant_get_double (parameter)));
}

static void
act_shift_earlier (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;

  check (self, ct_tempo_edits_shift_bars (self->session, -1));
}

static void
act_shift_later (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;

  check (self, ct_tempo_edits_shift_bars (self->session, 1));
}

static void
act_meter (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;
  int numerator, denominator;

  g_variant_get (parameter, "(ii)", &numerator, &denominator);
  check (self,
         ct_tempo_edits_set_meter (self->session, ct_session_get_playhead_s (self->session), numerator, denominator));
}

static void
act_meter_at (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;
  double time_s;
  int numerator, denominator;

  g_variant_get (parameter, "(dii)", &time_s, &numerator, &denominator);
  check (self, ct_tempo_edits_set_meter (self->session, time_s, numerator, denominator));
}

static void
act_double (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;

  check (self, ct_tempo_edits_scale (self->session, TRUE));
}

static void
act_halve (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;

  check (self, ct_tempo_edits_scale (self->session, FALSE));
}

static void
act_set_tempo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;

  check (self, ct_tempo_edits_steady (self->session, g_variant_get_double (parameter)));
}

static void
act_steady (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CtTempoActions *self = data;

  check (self, ct_tempo_edits_steady (self->session, 0));
}

static void
act_find_again (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ct_beat_finder_find_again (CT_TEMPO_ACTIONS (data)->finder);
}

static void
act_loop_bars (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ct_tempo_edits_loop_bars (CT_TEMPO_ACTIONS (data)->session);
}

static void
act_loop_bar_at (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ct_tempo_edits_loop_bar (CT_TEMPO_ACTIONS (data)->session, g_variant_get_double (parameter));
}

/* Those that need beats. */
static const GActionEntry beat_entries[] = {
  { .name = "move-beat", .activate = act_move_beat, .parameter_type = "(xd)" },
  { .name = "fix-at", .activate = act_fix_at, .parameter_type = "d" },
  { .name = "downbeat", .activate = act_downbeat },
  { .name = "downbeat-at", .activate = act_downbeat_at, .parameter_type = "d" },
  { .name = "start-bar-at", .activate = act_start_bar_at, .parameter_type = "d" },
  { .name = "shift-earlier", .activate = act_shift_earlier },
  { .name = "shift-later", .activate = act_shift_later },
  { .name = "meter", .activate = act_meter, .parameter_type = "(ii)" },
  { .name = "meter-at", .activate = act_meter_at, .parameter_type = "(dii)" },
  { .name = "double", .activate = act_double },
  { .name = "halve", .activate = act_halve },
  { .name = "steady", .activate = act_steady },
  { .name = "loop-bars", .activate = act_loop_bars },
  { .name = "loop-bar-at", .activate = act_loop_bar_at, .parameter_type = "d" },
};

/* Those that need a session. */
static const GActionEntry session_entries[] = {
  { .name = "tap", .activate = act_tap },
  { .name = "set-tempo", .activate = act_set_tempo, .parameter_type = "d" },
};

static const GActionEntry finder_entries[] = {
  { .name = "find-again", .activate = act_find_again },
};

static void
enable (CtTempoActions *self, const GActionEntry *entries, gsize n, gboolean enabled)
{
  for (gsize i = 0; i < n; i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->group), entries[i].name)), enabled);
}

static void
update (CtTempoActions *self)
{
  enable (self, beat_entries, G_N_ELEMENTS (beat_entries), self->session && ct_session_get_tempo_map (self->session));
  enable (self, session_entries, G_N_ELEMENTS (session_entries), self->session != NULL);
  enable (self, finder_entries, G_N_ELEMENTS (finder_entries),
          self->finder && ct_beat_finder_get_can_find (self->finder) && !ct_beat_finder_get_busy (self->finder));
}

static void
set_session (CtTempoActions *self, CtSession *session)
{
  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->of_session, session);
  g_action_map_remove_action (G_ACTION_MAP (self->group), "show-bars");
  if (session)
    {
      g_autoptr (GPropertyAction) show = g_property_action_new ("show-bars", ct_session_get_display (session),
                                                                "show-bars");

      g_action_map_add_action (G_ACTION_MAP (self->group), G_ACTION (show));
    }
  update (self);
}

static void
set_finder (CtTempoActions *self, CtBeatFinder *finder)
{
  if (!g_set_object (&self->finder, finder))
    return;
  g_signal_group_set_target (self->of_finder, finder);
  update (self);
}

GActionGroup *
ct_tempo_actions_get_group (CtTempoActions *self)
{
  g_return_val_if_fail (CT_IS_TEMPO_ACTIONS (self), NULL);
  return G_ACTION_GROUP (self->group);
}

static void
ct_tempo_actions_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtTempoActions *self = CT_TEMPO_ACTIONS (object);

  if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
  else if (id == PROP_BEAT_FINDER)
    g_value_set_object (value, self->finder);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_tempo_actions_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    set_session (CT_TEMPO_ACTIONS (object), g_value_get_object (value));
  else if (id == PROP_BEAT_FINDER)
    set_finder (CT_TEMPO_ACTIONS (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_tempo_actions_dispose (GObject *object)
{
  CtTempoActions *self = CT_TEMPO_ACTIONS (object);

  if (self->group)
    {
      g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self->group));

      set_session (self, NULL);
      set_finder (self, NULL);
      /* whoever still has the group finds nothing to activate */
      for (guint i = 0; names[i]; i++)
        g_action_map_remove_action (G_ACTION_MAP (self->group), names[i]);
    }
  g_clear_object (&self->of_session);
  g_clear_object (&self->of_finder);
  g_clear_object (&self->group);
  g_clear_object (&self->playback);
  G_OBJECT_CLASS (ct_tempo_actions_parent_class)->dispose (object);
}

static void
ct_tempo_actions_class_init (CtTempoActionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ct_tempo_actions_get_property;
  object_class->set_property = ct_tempo_actions_set_property;
  object_class->dispose = ct_tempo_actions_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION, flags);
  props[PROP_BEAT_FINDER] = g_param_spec_object ("beat-finder", NULL, NULL, CT_TYPE_BEAT_FINDER, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  message_signal = g_signal_new ("message", CT_TYPE_TEMPO_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_STRING);
}

static void
ct_tempo_actions_init (CtTempoActions *self)
{
  GActionMap *map;

  self->group = g_simple_action_group_new ();
  map = G_ACTION_MAP (self->group);
  g_action_map_add_action_entries (map, beat_entries, G_N_ELEMENTS (beat_entries), self);
  g_action_map_add_action_entries (map, session_entries, G_N_ELEMENTS (session_entries), self);
  g_action_map_add_action_entries (map, finder_entries, G_N_ELEMENTS (finder_entries), self);
  self->of_session = g_signal_group_new (CT_TYPE_SESSION);
  g_signal_group_connect_swapped (self->of_session, "tempo-changed", G_CALLBACK (update), self);
  self->of_finder = g_signal_group_new (CT_TYPE_BEAT_FINDER);
  g_signal_group_connect_swapped (self->of_finder, "notify", G_CALLBACK (update), self);
  update (self);
}

CtTempoActions *
ct_tempo_actions_new (CtPlayback *playback)
{
  CtTempoActions *self = g_object_new (CT_TYPE_TEMPO_ACTIONS, NULL);

  self->playback = g_object_ref (playback);
  return self;
}
