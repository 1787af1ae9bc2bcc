/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-status.h"

#include <errno.h>

/* marks a text for translation; whoever shows it translates it */
#define N_(text) text

static const char *const strings[CT_N_STATUSES] = {
  [CT_STATUS_OK] = N_ ("done"),
  [CT_STATUS_CANCELLED] = N_ ("cancelled"),
  [CT_STATUS_NO_MEMORY] = N_ ("not enough memory"),
  [CT_STATUS_NO_THREAD] = N_ ("no more threads can be started"),
  [CT_STATUS_BAD_ARGUMENT] = N_ ("a value is out of range"),
  [CT_STATUS_NOT_FOUND] = N_ ("no such file"),
  [CT_STATUS_NO_PERMISSION] = N_ ("permission denied"),
  [CT_STATUS_NOT_A_FILE] = N_ ("not a regular file"),
  [CT_STATUS_EMPTY] = N_ ("the file is empty"),
  [CT_STATUS_UNKNOWN_FORMAT] = N_ ("not a readable audio file"),
  [CT_STATUS_UNSUPPORTED_AUDIO] = N_ ("unsupported sample rate or number of channels"),
  [CT_STATUS_DAMAGED] = N_ ("the file is damaged or incomplete"),
  [CT_STATUS_NOT_FINITE] = N_ ("it contains samples that are not finite numbers"),
  [CT_STATUS_STALLED] = N_ ("the decoder stopped responding"),
  [CT_STATUS_READ_FAILED] = N_ ("reading failed"),
  [CT_STATUS_WRITE_FAILED] = N_ ("writing failed"),
  [CT_STATUS_NO_SPACE] = N_ ("no space left on the disk"),
  [CT_STATUS_BAD_WEIGHTS] = N_ ("the network weights are damaged or from another version"),
  [CT_STATUS_NO_DEVICE] = N_ ("no usable audio device"),
  [CT_STATUS_DEVICE_LOST] = N_ ("the audio device was disconnected"),
  [CT_STATUS_EXISTS] = N_ ("a file with that name already exists"),
  [CT_STATUS_NOT_MIDI] = N_ ("not a readable MIDI file"),
  [CT_STATUS_TOO_LARGE] = N_ ("it is too large to read"),
  [CT_STATUS_NOT_TIMBRES] = N_ ("not a readable file of remembered timbres"),
  [CT_STATUS_NO_STREAM] = N_ ("it has no such sound stream"),
  [CT_STATUS_NO_DECODER] = N_ ("no decoder for it is installed"),
  [CT_STATUS_NAME_TOO_LONG] = N_ ("the name is too long"),
  [CT_STATUS_TOO_LONG] = N_ ("the music lasts too long"),
};

const char *
ct_status_string (CtStatus status)
{
  if ((unsigned) status >= CT_N_STATUSES)
    return "unknown error";
  return strings[status];
}

CtStatus
ct_status_from_errno (int error)
{
  switch (error)
    {
    case 0:
      return CT_STATUS_OK;
    case ENOENT:
    case ENOTDIR:
      return CT_STATUS_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
      return CT_STATUS_NO_PERMISSION;
    case EEXIST:
      return CT_STATUS_EXISTS;
    case EISDIR:
      return CT_STATUS_NOT_A_FILE;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return CT_STATUS_NO_SPACE;
    case ENAMETOOLONG:
      return CT_STATUS_NAME_TOO_LONG;
    case ENOMEM:
      return CT_STATUS_NO_MEMORY;
    default:
      return CT_STATUS_READ_FAILED;
    }
}
