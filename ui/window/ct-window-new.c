/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-window-new.h"

#include "ui/window/ct-window-actions.h"
#include "ui/window/ct-window-open.h"
#include "ui/window/ct-window-private.h"
#include "ui/window/ct-workspace.h"

static void
open_file (CtWindow *self, GFile *file)
{
  ct_window_open (self, file);
}

static CtWindow *
create (CtWindow *self)
{
  return g_object_ref (ct_window_new (gtk_window_get_application (GTK_WINDOW (self))));
}

static void
opened (CtWorkspace *workspace, GFile *file, CtWindow *self)
{
  ct_window_warn (self);
}

static void
failed (CtWorkspace *workspace, const char *message, CtWindow *self)
{
  ct_window_say_failed (self, message);
}

static void
found_too_long (CtWorkspace *workspace, GFile *file, const char *message, CtWindow *self)
{
  ct_window_offer_part (self, file, message);
}

CtWindow *
ct_window_new (GtkApplication *application)
{
  CtWindow *self = g_object_new (CT_TYPE_WINDOW, "application", application, NULL);
  CtWorkspace *workspace = ct_window_get_workspace (self);

  ct_window_add_actions (self);
  g_signal_connect (self, "open", G_CALLBACK (open_file), NULL);
  g_signal_connect (self, "create", G_CALLBACK (create), NULL);
  g_signal_connect_object (workspace, "opened", G_CALLBACK (opened), self, 0);
  g_signal_connect_object (workspace, "failed", G_CALLBACK (failed), self, 0);
  g_signal_connect_object (workspace, "too-long", G_CALLBACK (found_too_long), self, 0);
  return self;
}
