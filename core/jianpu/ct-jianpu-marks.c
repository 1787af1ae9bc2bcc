/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/jianpu/ct-jianpu-marks-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ct-utf8.h"

CtJianpuMark *
ct_jianpu_marks_add (CtJianpuMarks *self, CtJianpuMarkKind kind, int page)
{
  CtJianpuMark *mark;

  if (self->n == self->size && !self->failed)
    {
      size_t size = self->size ? 2 * self->size : 256;
      CtJianpuMark *marks = realloc (self->marks, size * sizeof *marks);

      self->failed = !marks;
      if (marks)
        {
          self->marks = marks;
          self->size = size;
        }
    }
  mark = self->failed ? &self->unseen : &self->marks[self->n++];
  *mark = (CtJianpuMark){ .kind = kind, .page = page };
  return mark;
}

void
ct_jianpu_marks_set_text (CtJianpuMark *mark, const char *text)
{
  size_t length = strlen (text);

  if (length >= sizeof mark->text)
    {
      length = ct_utf8_whole (text, sizeof mark->text - sizeof "…");
      memcpy (mark->text, text, length);
      strcpy (mark->text + length, "…");
      return;
    }
  memcpy (mark->text, text, length + 1);
}

void
ct_jianpu_marks_clear (CtJianpuMarks *self)
{
  free (self->marks);
  *self = (CtJianpuMarks){ 0 };
}
