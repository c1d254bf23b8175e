"""Handing mails over: who carries them, and the worker that takes one after another."""
