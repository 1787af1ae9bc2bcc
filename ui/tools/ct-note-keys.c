/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-note-keys.h"

/* Triggers separated by "|", first the one that menus show. A symbol that needs Shift on some keyboards is listed with
 * Shift and without. */
static const struct
{
  const char *trigger;
  const char *action;
} keys[] = {
  { "1|KP_1", "notes.tool::select" },
  { "2|KP_2", "notes.tool::draw" },
  { "3|KP_3", "notes.tool::erase" },
  { "4|KP_4", "notes.tool::split" },
  { "Left|KP_Left", "notes.nudge-left" },
  { "Right|KP_Right", "notes.nudge-right" },
  { "Up|KP_Up", "notes.nudge-up" },
  { "Down|KP_Down", "notes.nudge-down" },
  { "<Shift>Up|<Shift>KP_Up", "notes.octave-up" },
  { "<Shift>Down|<Shift>KP_Down", "notes.octave-down" },
  { "<Shift>Right|<Shift>KP_Right", "notes.longer" },
  { "<Shift>Left|<Shift>KP_Left", "notes.shorter" },
  { "<Control>Right|<Control>KP_Right", "notes.start-later" },
  { "<Control>Left|<Control>KP_Left", "notes.start-earlier" },
  { "<Control>Up|<Control>KP_Up", "notes.louder" },
  { "<Control>Down|<Control>KP_Down", "notes.softer" },
  { "Delete|KP_Delete|BackSpace", "notes.delete" },
  { "Return|KP_Enter", "notes.accept-uncertain" },
  { "Insert|KP_Insert", "notes.draw-at-playhead" },
  { "<Control>c", "notes.copy" },
  { "<Control>x", "notes.cut" },
  { "<Control>v", "notes.paste" },
  { "<Control><Shift>v", "notes.paste-in-place" },
  { "<Control>d", "notes.duplicate" },
  { "<Control>a", "notes.select-track" },
  { "<Control><Shift>a", "notes.select-all" },
  { "<Control>i", "notes.select-invert" },
  { "<Control>t", "notes.select-similar-timbre" },
  { "<Control>r", "notes.select-pitch-range" },
  { "slash|<Shift>slash|KP_Divide", "notes.split-at-playhead" },
  { "backslash|<Shift>backslash", "notes.join" },
  { "period|KP_Decimal", "notes.next" },
  { "comma|KP_Separator", "notes.previous" },
  { "<Alt>period", "notes.next-anywhere" },
  { "<Alt>comma", "notes.previous-anywhere" },
  { "n", "notes.next-uncertain" },
  { "<Shift>n", "notes.previous-uncertain" },
  { "<Shift>period|<Shift>greater|<Shift>colon", "notes.extend-next" },
  { "<Shift>comma|<Shift>less|<Shift>semicolon", "notes.extend-previous" },
  { "plus|<Shift>plus|equal|KP_Add", "notes.zoom-in" },
  { "minus|KP_Subtract", "notes.zoom-out" },
  { "g", "notes.snap" },
  { "<Shift>q", "notes.as-heard" },
  { "f", "notes.fit-all" },
  { "<Shift>f", "notes.fit-selection" },
  { "Menu|<Shift>F10", "notes.menu" },
  { "Escape", "notes.cancel" },
};

/* Menus show the trigger that was added last, so the first one is. */
static void
add_key (GtkShortcutController *controller, const char *triggers, const char *detailed)
{
  g_auto (GStrv) each = g_strsplit (triggers, "|", -1);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (!g_action_parse_detailed_name (detailed, &name, &target, NULL))
    g_return_if_reached ();
  for (guint i = g_strv_length (each); i-- > 0;)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (each[i]),
                                                gtk_named_action_new (name));

      gtk_shortcut_set_arguments (shortcut, target);
      gtk_shortcut_controller_add_shortcut (controller, shortcut);
    }
}

GtkEventController *
ct_note_keys_new (void)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    add_key (GTK_SHORTCUT_CONTROLLER (controller), keys[i].trigger, keys[i].action);
  for (guint i = 1; i <= 9; i++)
    {
      g_autofree char *trigger = g_strdup_printf ("<Control>%u|<Control>KP_%u", i, i);
      g_autofree char *action = g_strdup_printf ("notes.move-to-track-number(uint32 %u)", i);

      add_key (GTK_SHORTCUT_CONTROLLER (controller), trigger, action);
    }
  return controller;
}
